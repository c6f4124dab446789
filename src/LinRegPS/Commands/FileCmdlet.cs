using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Files;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that reads or writes a file.</summary>
public abstract class FileCmdlet : LinRegCmdlet
{
    /// <summary>The file, as it is: no character of its name is a wildcard.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath")]
    [FileName]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file's path for .NET, whose current folder is not the session's.</summary>
    protected string FullPath => FilePath.For(SessionState, Path);

    /// <summary>One of the names of an enumeration, whatever the case.</summary>
    private protected static T Named<T>(string what, string name)
        where T : struct, Enum => Enum.TryParse(name, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(name[0])
            ? value
            : throw Errors.NoSuchName(what, name, Enum.GetNames<T>());
}

/// <summary>A cmdlet that reads or writes a file of tensors in one of several formats.</summary>
public abstract class TensorFileCmdlet : FileCmdlet
{
    /// <summary>The format, where the extension does not tell it: Npy, Npz, Safetensors, Json, Csv, Tsv or PyTorch.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Format { get; set; } = string.Empty;

    /// <summary>The format that is named, or that the extension tells.</summary>
    private protected TensorFormat FormatFor(string path) =>
        IsBound(nameof(Format)) ? Named<TensorFormat>("format", Format) : TensorFile.FormatOf(path);
}
