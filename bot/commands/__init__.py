"""The subcommands of ``footnote``, one module for each group."""
