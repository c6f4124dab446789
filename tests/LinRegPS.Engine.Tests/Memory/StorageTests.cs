using System.Runtime.CompilerServices;

namespace LinRegPS.Engine.Tests.Memory;

public class StorageTests
{
    public static TheoryData<string> Views { get; } = ["Detach", "Reshape", "Unsqueeze", "Squeeze", "Flatten"];

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void ALoopOfDetachedUpdatesKeepsNoGraph(int length)
    {
        var (first, parameter) = Train(length);
        GC.Collect();
        Assert.All(first, reference => Assert.False(reference.TryGetTarget(out _)));
        Assert.Equal(length, parameter.Numel);
        GC.KeepAlive(parameter);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void AViewSharesElementsAndVersionWithWhatItShows(string view)
    {
        foreach (var tensor in new[] { Tensor.From([1]), Tensor.From([1, 2, 3]) })
        {
            var shown = View(view, tensor);
            var again = View(view, shown);
            shown.Add_(1);
            again.Mul_(2);
            tensor.Sub_(5);
            Assert.Equal(tensor.ToArray(), shown.ToArray());
            Assert.Equal(tensor.ToArray(), again.ToArray());
            Assert.Equal(-1, tensor.ToArray()[0]);
            Assert.Equal((3, 3, 3), (tensor.Version, shown.Version, again.Version));
        }
    }

    [Fact]
    public void ANumberKeepsItsVersionWhenAViewIsMadeOfIt()
    {
        var number = Tensor.Scalar(1).Add_(1).Add_(1);
        Assert.Equal(2, number.Version);
        Assert.Equal(2, number.Detach().Version);
        number.Detach().Zero_();
        Assert.Equal((0, 3), (number.Item(), number.Version));
    }

    [Fact]
    public void ViewsMadeAtOnceOfANumberShareIt()
    {
        const int threads = 4;
        for (int attempt = 0; attempt < 200; attempt++)
        {
            var number = Tensor.Scalar(attempt);
            using var together = new Barrier(threads);
            var views = new Tensor[threads];
            Thread[] all = [.. Enumerable.Range(0, threads).Select(i => new Thread(() =>
            {
                together.SignalAndWait();
                views[i] = number.Detach();
            }))];
            Array.ForEach(all, thread => thread.Start());
            Array.ForEach(all, thread => thread.Join());
            number.Fill_(-1);
            Assert.All(views, v => Assert.Equal(-1, v.Item()));
        }
    }

    private static Tensor View(string name, Tensor tensor) => name switch
    {
        "Detach" => tensor.Detach(),
        "Reshape" => tensor.Reshape(1, -1),
        "Unsqueeze" => tensor.Unsqueeze(0),
        "Squeeze" => tensor.Reshape(1, -1).Squeeze(0),
        "Flatten" => tensor.Reshape(1, -1).Flatten(),
        _ => throw new ArgumentException(name),
    };

    // w = (w - 0.01 g).Detach(), as a script may have it; the parameters and nodes of early steps are looked for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (List<WeakReference<object>> Early, Tensor Parameter) Train(int length)
    {
        var early = new List<WeakReference<object>>();
        var w = Tensor.Ones(length).RequiresGrad_();
        for (int i = 0; i < 100; i++)
        {
            (w * w).Mean().Backward();
            var moved = w - (0.01 * w.Grad!);
            if (i < 90)
                early.AddRange([new(w), new(moved), new(moved.GradFn!)]);
            w = moved.Detach().RequiresGrad_();
        }
        return (early, w);
    }
}
