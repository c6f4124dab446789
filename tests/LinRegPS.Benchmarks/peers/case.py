"""What a peer's case is made of, and what peers say of themselves."""
from typing import Callable, NamedTuple, Sequence


class Case(NamedTuple):
    """run() is measured and does that many steps; check() gives numbers that ours must agree with."""
    run: Callable[[], object]
    check: Callable[[], Sequence[float]]
    steps: int = 1


def blas():
    """The BLAS that this process has loaded, by the name of its library."""
    names = {line.split("/")[-1].strip() for line in open("/proc/self/maps") if "blas" in line}
    folders = {line.split("/")[-2] for line in open("/proc/self/maps") if "blas" in line and "/" in line}
    library = next((n for n in sorted(names) if "openblas" in n or "mkl" in n), next(iter(sorted(names)), "no BLAS"))
    return library + core() + (" (OpenMP)" if "openblas-openmp" in folders else "")


def core():
    """The kernels that OpenBLAS has chosen for this processor, and so how wide its vectors are; empty where it does not say."""
    path = next((line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line), None)
    if path is None:
        return ""
    import ctypes
    name = getattr(ctypes.CDLL(path), "openblas_get_corename", None)
    if name is None:
        return ""
    name.restype = ctypes.c_char_p
    return " for " + name().decode()
