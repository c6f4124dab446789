using System.Runtime.InteropServices;
using LinRegPS.Kernels.Random;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>Numbers for both sides: kept here, and in a file that a peer reads.</summary>
internal sealed class Numbers(float[] values, int[] shape, string file)
{
    /// <summary>The numbers, row by row.</summary>
    public float[] Values { get; } = values;

    /// <summary>As a tensor of its own memory.</summary>
    public Tensor Tensor() => LinRegPS.Tensor.From(Values, shape);

    /// <summary>What tells a peer where they are.</summary>
    public object Argument => new { file, shape };
}

/// <summary>The files of one case, made when first asked for.</summary>
internal sealed class DataFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linregps-benchmarks-");
    private readonly Dictionary<string, Numbers> _made = [];

    /// <summary>Draws from the normal distribution.</summary>
    public Numbers Normal(string name, double deviation, params int[] shape) => Get(name, shape, values =>
        new MersenneTwister(name.Length + shape[0]).FillNormal(values, 0, (float)deviation));

    /// <summary>Any numbers.</summary>
    public Numbers Get(string name, int[] shape, Action<float[]> fill)
    {
        string key = $"{name}-{string.Join('x', shape)}";
        if (_made.TryGetValue(key, out var made))
            return made;
        float[] values = new float[shape.Aggregate(1, (product, size) => product * size)];
        fill(values);
        string file = Path.Combine(_folder.FullName, key);
        using (var stream = System.IO.File.Create(file))
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        return _made[key] = new Numbers(values, shape, file);
    }

    /// <summary>Numbers of the normal distribution.</summary>
    public static float[] Draw(int count)
    {
        float[] values = new float[count];
        new MersenneTwister(0).FillNormal(values, 0, 1);
        return values;
    }

    /// <summary>A file of any kind.</summary>
    public string File(string name, Action<string> write)
    {
        string path = Path.Combine(_folder.FullName, name);
        if (!System.IO.File.Exists(path))
            write(path);
        return path;
    }

    /// <summary>Rows of features, and a target that is a linear function of them with noise of deviation 0.1.</summary>
    public (Numbers X, Numbers Y) Linear(int rows, int columns)
    {
        var x = Normal("x", 1, rows, columns);
        var y = Get("y", [rows], values =>
        {
            float[] weight = new float[columns];
            new MersenneTwister(1).FillNormal(weight, 0, 1);
            new MersenneTwister(2).FillNormal(values, 0, 0.1f);
            for (int i = 0; i < rows; i++)
                values[i] += Summation.Dot(x.Values.AsSpan(i * columns, columns), weight);
        });
        return (x, y);
    }

    /// <summary>Forgets all: the next case has numbers of its own.</summary>
    public void Clear()
    {
        _made.Clear();
        foreach (var file in _folder.EnumerateFiles())
            file.Delete();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
