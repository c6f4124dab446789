using LinRegPS.Tests.Founding;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Sessions that train at the same time get the bits that one alone gets.</summary>
public sealed class ParallelTests
{
    private static readonly int s_epochs = 2000;

    internal const string Train = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -Weight 0 -Bias 0
        $records = Invoke-Training $model $X $Y 0.01 2000
        , @(foreach ($record in $records) { $record.Loss; $record.weight; $record.bias; $record.'weight.grad'; $record.'bias.grad' })

        """;

    internal const string TrainByCmdlets = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -Weight 0 -Bias 0
        , @(foreach ($epoch in 1..2000) {
            $loss = Invoke-Model $model $X | Measure-MseLoss -Target $Y
            Clear-Gradient $model
            Invoke-NoGrad { $null = $model.Forward($X) }
            Invoke-Backward $loss
            Step-Sgd $model 0.01
            $loss.Item(); $model.Weight.Item(); $model.Bias.Item(); $model.Weight.Grad.Item(); $model.Bias.Grad.Item()
        })

        """;

    [Theory]
    [InlineData(Train)]
    [InlineData(TrainByCmdlets)]
    public void SessionsOnThreadsOfTheirOwn(string script)
    {
        using var start = new Barrier(3);
        var numbers = new object[3][];
        Thread[] threads = [.. Enumerable.Range(0, numbers.Length).Select(i => new Thread(() =>
        {
            using var session = new ModuleSession();
            start.SignalAndWait();
            numbers[i] = session.One<object[]>(script);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(numbers, AssertPyTorchs);
    }

    [Theory]
    [InlineData(Train)]
    [InlineData(TrainByCmdlets)]
    public void ForEachObjectParallel(string script)
    {
        using var session = new ModuleSession();
        session["manifest"] = Repository.Manifest;
        var numbers = session.All<object[]>($"1..3 | ForEach-Object -Parallel {{ Import-Module $using:manifest; {script} }}");
        Assert.Equal(3, numbers.Length);
        Assert.All(numbers, AssertPyTorchs);
    }

    [Fact]
    public void ATensorGoesFromOneSessionToAnotherAndBack()
    {
        using var session = new ModuleSession();
        session["manifest"] = Repository.Manifest;
        Assert.Equal(["[] 2"], session.Tensors("""
            $w = New-Tensor 1 -RequiresGrad
            $loss = 1 | ForEach-Object -Parallel { Import-Module $using:manifest; ($using:w + 1).Square() * 0.5 }
            $loss.Backward()
            $w.Grad
            """));
    }

    private static void AssertPyTorchs(object[] numbers)
    {
        Assert.Equal(5 * s_epochs, numbers.Length);
        Assert.All(
            SeedTraces.Trace("torch_linear_bias").Where(epoch => epoch.Epoch <= s_epochs),
            epoch => Assert.Equal(
                [epoch.Loss, epoch.Weight, epoch.Bias!.Value, epoch.WeightGradient, epoch.BiasGradient!.Value],
                numbers.Skip(5 * (epoch.Epoch - 1)).Take(5).Select(number => (ulong)BitConverter.SingleToUInt32Bits(Assert.IsType<float>(number)))));
    }
}
