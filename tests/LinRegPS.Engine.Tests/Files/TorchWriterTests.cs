using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Models;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>PyTorch itself loads what is written for it.</summary>
public sealed class TorchWriterTests : IDisposable
{
    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void TorchLoadsAStateDictIntoItsOwnModel()
    {
        var model = new Sequential(new Linear(3, 4, true, new Generator(1)), new Tanh(), new BatchNorm1d(4), new Linear(4, 2, false, new Generator(2)));
        ModelFile.Save(_files["a.pt"], model, overwrite: false);
        string text = TorchPython.Run(
            """
            import sys, torch
            nn = torch.nn
            model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.BatchNorm1d(4), nn.Linear(4, 2, bias=False)).eval()
            print(model.load_state_dict(torch.load(sys.argv[1])))
            x = torch.arange(6.).reshape(2, 3)
            print(' '.join('%.9g' % y for y in model(x).flatten().tolist()))
            """, _files["a.pt"]);
        string[] lines = text.Split('\n');
        Assert.Equal("<All keys matched successfully>", lines[0]);
        float[] expected = [.. lines[1].Split(' ').Select(number => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        float[] given = model.Eval().Forward(Tensor.Arange(6).Reshape(2, 3)).ToArray();
        Assert.All(expected.Zip(given), pair => Assert.InRange(pair.Second - pair.First, -1e-6f, 1e-6f));
    }

    [Fact]
    public void TorchLoadsTensorsOfEachKind()
    {
        var tensors = new NamedTensors
        {
            ["f"] = Tensor.From([1.5f, -0f, float.NaN, 4, 5, 6], 2, 3).Transpose(0, 1),
            ["i"] = Tensor.FromInt64([1, long.MinValue]),
            ["b"] = Tensor.FromBool([true, false]),
            ["ü"] = Tensor.Scalar(7),
            ["none"] = Tensor.Zeros(0, 3),
        };
        TensorFile.Write(_files["a.pt"], TensorFormat.PyTorch, tensors, overwrite: false);
        TensorFile.Write(_files["one.pt"], TensorFormat.PyTorch, NamedTensors.Of(Tensor.From([1, 2])), overwrite: false);
        Assert.Equal(
            """
            f torch.float32 (3, 2) [[1.5, 4.0], [-0.0, 5.0], [nan, 6.0]]
            i torch.int64 (2,) [1, -9223372036854775808]
            b torch.bool (2,) [True, False]
            ü torch.float32 () 7.0
            none torch.float32 (0, 3) []
            [1.0, 2.0]

            """,
            TorchPython.Run(
                """
                import sys, torch
                sys.stdout.reconfigure(encoding='utf8')
                for name, t in torch.load(sys.argv[1]).items(): print(name, t.dtype, tuple(t.shape), t.tolist())
                print(torch.load(sys.argv[2]).tolist())
                """, _files["a.pt"], _files["one.pt"]), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void ASharedLayerGoesToTorchAndComesBack()
    {
        var again = new Linear(2, 2);
        var model = new Sequential(again, new Tanh(), again);
        ModelFile.Save(_files["a.pt"], model, overwrite: false);
        Assert.Equal("<All keys matched successfully>\n", TorchPython.Run(
            """
            import sys, torch
            nn = torch.nn
            layer = nn.Linear(2, 2)
            model = nn.Sequential(layer, nn.Tanh(), layer)
            print(model.load_state_dict(torch.load(sys.argv[1]), strict=True))
            torch.save({name: t + 1 for name, t in model.state_dict().items()}, sys.argv[2])
            """, _files["a.pt"], _files["b.pt"]), ignoreLineEndingDifferences: true);
        float[] before = again.Weight.ToArray();
        ModelFile.LoadInto(model, _files["b.pt"]);
        Assert.Equal(before.Select(w => w + 1), again.Weight.ToArray());
    }
}
