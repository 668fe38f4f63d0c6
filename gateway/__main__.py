"""``python -m gateway``: the same door as ``ticket-gateway``."""

from gateway.cli.main import main

main()
