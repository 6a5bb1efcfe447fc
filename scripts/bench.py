"""Run the measures of `tests/benchmarks`: how fast we are beside the least it could cost.

Each module there has a `main() -> int` that prints its figure, its limit and their ratio, and
returns 1 when the ratio is not met. One that can do more or less has `main(size)`.
"""

import sys
from importlib import import_module
from pkgutil import iter_modules

from tests import benchmarks


def main(arguments: list[str]) -> int:
    """Run those whose name begins with the word given, or all; a number alone is for `import`."""
    sizes = [int(each) for each in arguments if each.isdigit()]
    words = [each for each in arguments if not each.isdigit()] or (["import"] if sizes else [""])
    names = [
        module.name
        for module in iter_modules(benchmarks.__path__)
        if module.name.startswith(words[0])
    ]
    if not names:
        print(f"there is no measure called {words[0]}")
        return 1
    missed = 0
    for name in names:
        print(f"== {name}")
        missed += import_module(f"tests.benchmarks.{name}").main(*sizes)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
