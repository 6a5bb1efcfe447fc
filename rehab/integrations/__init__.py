"""What reaches outside the installation, each behind a port that a test can stand in for."""
