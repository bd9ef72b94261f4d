"""What is measured and proved of the library, each rung independent of the code that it checks."""
