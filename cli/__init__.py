"""The commands: `python -m cli <command>`. The one room that may call all the others (the simulator it runs as a program)."""
