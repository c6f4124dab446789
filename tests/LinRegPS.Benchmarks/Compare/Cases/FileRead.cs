using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>Import-Tensor of a table of text against pandas, and of a safetensors file against the bare bytes.</summary>
internal sealed class FileRead(bool isText) : Case(isText ? "read-csv" : "read-safetensors", isText
    ? "Import-Tensor of a CSV of 200,000 x 10" : "Import-Tensor of 10,000,000 numbers in safetensors")
{
    private const int Rows = 200_000, Columns = 10, Length = 10_000_000;

    public override Match Match(Setting setting)
    {
        string path = setting.Data.File(isText ? "table.csv" : "numbers.safetensors", isText ? WriteText : WriteBytes);
        var ours = setting.Peers.Library("shell", setting.Threads)?.Case("LinRegPS", "read_file", new { path });
        return new Match(ours, [isText
            ? setting.Against("pandas", "pandas read_csv", new TimesAsFast(4), "read_file", new { path })
            : setting.Against("numpy", "NumPy, reading the bytes", new TimesAsFast(0.8), "read_bytes", new { path, start = 8 + Header.Length, count = Length })]);
    }

    // Padded to eight bytes, as its writers do.
    private static string Header => $$$"""{"x":{"dtype":"F32","shape":[{{{Length}}}],"data_offsets":[0,{{{Length * sizeof(float)}}}]}}""".PadRight(88);

    private static void WriteText(string path)
    {
        float[] numbers = DataFiles.Draw(Rows * Columns);
        using var writer = new StreamWriter(path);
        writer.WriteLine(string.Join(',', Enumerable.Range(1, Columns).Select(column => $"x{column}")));
        for (int row = 0; row < Rows; row++)
            writer.WriteLine(string.Join(',', numbers.Skip(row * Columns).Take(Columns).Select(number => number.ToString(CultureInfo.InvariantCulture))));
    }

    private static void WriteBytes(string path)
    {
        using var stream = File.Create(path);
        stream.Write(BitConverter.GetBytes((long)Header.Length));
        stream.Write(Encoding.ASCII.GetBytes(Header));
        stream.Write(MemoryMarshal.AsBytes(DataFiles.Draw(Length).AsSpan()));
    }
}
