from rehab.services.passwords import hash_password, is_right_password


def test_only_the_password_itself_fits():
    stored = hash_password("en lang adgangskode")
    assert is_right_password("en lang adgangskode", stored)
    assert not is_right_password("en anden adgangskode", stored)


def test_a_password_is_stored_as_argon2_and_never_twice_the_same():
    first, second = hash_password("en lang adgangskode"), hash_password("en lang adgangskode")
    assert first.startswith("$argon2id$")
    assert first != second


def test_nobody_is_let_in_by_a_missing_or_broken_hash():
    assert not is_right_password("nobody has this password", None)
    assert not is_right_password("en lang adgangskode", "ikke en hash")
