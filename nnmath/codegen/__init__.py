"""From a system of index equations to vectorised NumPy source."""

from nnmath.codegen.emit import compile_source, emit_forward, emit_jvp, emit_module, emit_vjp
from nnmath.codegen.spec import emit_spec

__all__ = ["compile_source", "emit_forward", "emit_jvp", "emit_module", "emit_spec", "emit_vjp"]
