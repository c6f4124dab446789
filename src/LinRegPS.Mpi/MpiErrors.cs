namespace LinRegPS.Mpi;

/// <summary>Errors of the binding to MPI: ids, facts and texts in one place.</summary>
internal static class MpiErrors
{
    private const string Operation = "MPI";

    /// <summary>No library, where the process was started by an mpirun.</summary>
    internal static Exception NoLibrary(IEnumerable<string> tried) => new InvalidValueException(
        "NoMpi", $"This process was started with others by MPI, but no MPI library is found. Tried: {string.Join(", ", tried)}.",
        "Install the MPI that started it, Open MPI (apt-get install openmpi-bin), MPICH (apt-get install mpich) or Microsoft MPI, or say where its library is.",
        operation: Operation);

    /// <summary>A library that is not what its path says.</summary>
    internal static Exception NotALibrary(string path) => new InvalidValueException(
        "NoMpi", $"'{path}' is no MPI library that can be loaded.", "Name the file of Open MPI's or MPICH's library, libmpi.so.40 or libmpi.so.12 for instance.", operation: Operation, name: path);

    /// <summary>The library of another MPI than the one that started the processes.</summary>
    internal static Exception OtherMpi(string library, int size) => new InvalidValueException(
        "OtherMpi", $"{size} processes were started, but the library {library} knows of one alone: it is of another MPI.", "Start them with the mpirun of that library, or say where the other's is.",
        operation: Operation, name: library);

    /// <summary>What MPI itself says.</summary>
    internal static Exception Failed(string call, string text) => new InvalidValueException("MpiFailed", $"{call}: {text}", operation: Operation, name: call);
}
