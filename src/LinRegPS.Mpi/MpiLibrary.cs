using System.Runtime.InteropServices;

namespace LinRegPS.Mpi;

/// <summary>
/// The few functions of MPI that are needed, bound to the library that is there. Open MPI's handles are addresses of its symbols;
/// those of MPICH, and of what has its ABI (Intel MPI, MVAPICH, Microsoft MPI), are numbers that its header states.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private const nint MpichWorld = 0x44000000, MpichByte = 0x4c00010d, MpichFloat = 0x4c00040a, MpichSum = 0x58000003;
    private const int MostErrorText = 8192;

    private static readonly string[] s_openMpi = ["libmpi.so.40", "libmpi.40.dylib"];
    private static readonly string[] s_mpich = ["libmpi.so.12", "libmpich.so.12", "libmpi.12.dylib", "msmpi.dll"];
    private static readonly string[] s_any = ["libmpi.so", "libmpi.dylib"];

    private readonly nint _library;

    private MpiLibrary(nint library, string name)
    {
        (_library, Name, IsOpenMpi) = (library, name, NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out nint world));
        (World, Byte, Float, SumOperation) = IsOpenMpi
            ? (world, Symbol("ompi_mpi_byte"), Symbol("ompi_mpi_float"), Symbol("ompi_mpi_op_sum")) : (MpichWorld, MpichByte, MpichFloat, MpichSum);
        AllGather = (delegate* unmanaged[Cdecl]<void*, int, nint, void*, int, nint, nint, int>)Symbol("MPI_Allgather");
        AllToAll = (delegate* unmanaged[Cdecl]<void*, int, nint, void*, int, nint, nint, int>)Symbol("MPI_Alltoall");
        Broadcast = (delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int>)Symbol("MPI_Bcast");
        AllReduce = (delegate* unmanaged[Cdecl]<void*, void*, int, nint, nint, nint, int>)Symbol("MPI_Allreduce");
        Abort = (delegate* unmanaged[Cdecl]<nint, int, int>)Symbol("MPI_Abort");
    }

    /// <summary>What it was found as.</summary>
    public string Name { get; }

    /// <summary>Whether it is Open MPI.</summary>
    public bool IsOpenMpi { get; }

    /// <summary>MPI_IN_PLACE: what this process gives lies where it is to be among what all give.</summary>
    public void* InPlace => (void*)(IsOpenMpi ? 1 : -1);

    /// <summary>MPI_COMM_WORLD.</summary>
    public nint World { get; }

    /// <summary>MPI_BYTE.</summary>
    public nint Byte { get; }

    /// <summary>MPI_FLOAT.</summary>
    public nint Float { get; }

    /// <summary>MPI_SUM.</summary>
    public nint SumOperation { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, void*, int, nint, nint, int> AllGather { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, void*, int, nint, nint, int> AllToAll { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int> Broadcast { get; }

    /// <summary>MPI's own sum, whose order is its own affair: to measure by.</summary>
    public delegate* unmanaged[Cdecl]<void*, void*, int, nint, nint, nint, int> AllReduce { get; }

    public delegate* unmanaged[Cdecl]<nint, int, int> Abort { get; }

    /// <summary>The library of that path, or the one that belongs to whoever started the process.</summary>
    /// <exception cref="InvalidValueException">There is none.</exception>
    public static MpiLibrary Load(string? path)
    {
        if (path is not null)
            return TryLoad(path) ?? throw MpiErrors.NotALibrary(path);
        string[] names = MpiStart.IsByOpenMpi ? [.. s_openMpi, .. s_any] : [.. s_mpich, .. s_any, .. s_openMpi];
        return names.Select(TryLoad).FirstOrDefault(library => library is not null) ?? throw MpiErrors.NoLibrary(names);
    }

    /// <summary>Calls MPI_Init_thread, unless somebody has; calls may then come from any thread, one after the other.</summary>
    public void Initialize()
    {
        const int serialized = 2;
        int flag, provided;
        Check("MPI_Initialized", ((delegate* unmanaged[Cdecl]<int*, int>)Symbol("MPI_Initialized"))(&flag));
        if (flag == 0)
            Check("MPI_Init_thread", ((delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)Symbol("MPI_Init_thread"))(null, null, serialized, &provided));
    }

    /// <summary>The number of this process and that of all.</summary>
    public (int Rank, int Size) Place()
    {
        int rank, size;
        Check("MPI_Comm_rank", ((delegate* unmanaged[Cdecl]<nint, int*, int>)Symbol("MPI_Comm_rank"))(World, &rank));
        Check("MPI_Comm_size", ((delegate* unmanaged[Cdecl]<nint, int*, int>)Symbol("MPI_Comm_size"))(World, &size));
        return (rank, size);
    }

    /// <summary>Calls MPI_Finalize, unless somebody has.</summary>
    public void End()
    {
        int flag;
        if (((delegate* unmanaged[Cdecl]<int*, int>)Symbol("MPI_Finalized"))(&flag) == 0 && flag == 0)
            ((delegate* unmanaged[Cdecl]<int>)Symbol("MPI_Finalize"))();
    }

    /// <summary>Throws where a call has failed. MPI itself ends all processes then, unless it was told otherwise.</summary>
    public void Check(string call, int code)
    {
        if (code != 0)
            throw MpiErrors.Failed(call, TextOf(code));
    }

    private static MpiLibrary? TryLoad(string name) =>
        NativeLibrary.TryLoad(name, out nint library) && NativeLibrary.TryGetExport(library, "MPI_Init_thread", out _) ? new MpiLibrary(library, name) : null;

    private string TextOf(int code)
    {
        byte* text = stackalloc byte[MostErrorText];
        int length;
        return ((delegate* unmanaged[Cdecl]<int, byte*, int*, int>)Symbol("MPI_Error_string"))(code, text, &length) == 0
            ? Marshal.PtrToStringUTF8((nint)text, length) : FormattableString.Invariant($"error {code}");
    }

    private nint Symbol(string name) => NativeLibrary.GetExport(_library, name);
}
