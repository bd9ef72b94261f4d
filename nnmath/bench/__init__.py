"""What every formula costs beside PyTorch, JAX, the ONNX reference and NumPy by hand.

Each library runs in a process of its own; nothing here is imported by the rest of the package but its command.
"""
