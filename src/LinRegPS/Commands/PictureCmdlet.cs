using System.Management.Automation;
using System.Text;
using LinRegPS.Files;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that writes a picture to a file.</summary>
public abstract class PictureCmdlet : FileCmdlet
{
    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file as an object, for Invoke-Item and the like.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The extension of the file, if it is one of these.</summary>
    private protected static string Extension(string path, params string[] known)
    {
        string extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        return known.Contains(extension) ? extension : throw CallErrors.PictureFormat(path, known);
    }

    /// <summary>Writes the text, where it is to be written.</summary>
    private protected void Save(string path, Func<string> text)
    {
        // Made before anybody is asked: what can't be drawn is told then.
        string content = text();
        if (!ShouldProcess(path))
            return;
        SafeFile.Write(path, Force, stream => stream.Write(Encoding.UTF8.GetBytes(content)));
        if (PassThru)
            WriteObject(new FileInfo(path));
    }
}
