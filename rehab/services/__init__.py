"""What people do: one function per act, the only place that writes."""
