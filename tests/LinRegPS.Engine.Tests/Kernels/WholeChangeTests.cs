using System.Reflection;
using LinRegPS.Engine.Tests.Hardware;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>What changes in place is done whole once it is begun, however it is asked to end: large enough for many parts, each of which asks.</summary>
[Trait(NarrowVectorTests.Vectors, NarrowVectorTests.Any)]
public sealed class WholeChangeTests
{
    private static Tensor Random(params int[] shape) => Tensor.Normal(new Generator(1), 0, 1, shape);

    // In several chunks, with no rest and with one; by columns, by rows, and through a view.
    [Theory]
    [InlineData(nameof(Tensor.Add_))]
    [InlineData(nameof(Tensor.Sub_))]
    [InlineData(nameof(Tensor.Mul_))]
    [InlineData(nameof(Tensor.Copy_))]
    public void WhatChangesInPlaceIsWhole(string method)
    {
        var change = typeof(Tensor).GetMethod(method, [typeof(Tensor)])!;
        foreach (var (other, view) in new[] { (Random(400, 300), false), (Random(300), false), (Random(400, 1), false), (Random(300, 400), true) })
        {
            Tensor expected = Random(400, 300).Abs(), actual = Random(400, 300).Abs();
            change.Invoke(view ? expected.T : expected, [other]);
            Interrupted(() => change.Invoke(view ? actual.T : actual, [other]));
            Expect.SameBits(expected.ToArray(), actual.ToArray());
            Assert.Equal(expected.Version, actual.Version);
        }
    }

    [Fact]
    public void DrawsInPlaceAreWhole()
    {
        foreach (var draw in new Action<Tensor, Generator>[] { (t, g) => t.Uniform_(0, 1, g), (t, g) => t.Normal_(0, 1, g), (t, g) => t.Bernoulli_(0.5, g) })
        {
            Tensor expected = Random(1200, 1000), actual = Random(1200, 1000);
            draw(expected, new Generator(3));
            Interrupted(() => draw(actual, new Generator(3)));
            Expect.SameBits(expected.ToArray(), actual.ToArray());
        }
    }

    [Fact]
    public void GradientsAreAddedAndClippedWhole()
    {
        Tensor expected = Random(400, 300).RequiresGrad_(), actual = Random(400, 300).RequiresGrad_(), added = Random(400, 300);
        foreach (var w in new[] { expected, actual })
            w.Grad = Random(400, 300).Abs();
        expected.Accumulate(added, shared: true, createGraph: false);
        Clip.GradValue([expected], 0.5);
        Interrupted(() => actual.Accumulate(added, shared: true, createGraph: false));
        Interrupted(() => Clip.GradValue([actual], 0.5));
        Expect.SameBits(expected.Grad!.ToArray(), actual.Grad!.ToArray());
    }

    public static TheoryData<string, bool> Steps
    {
        get
        {
            var steps = new TheoryData<string, bool>();
            foreach (string name in Optimizer.Names)
            {
                steps.Add(name, false);
                var method = typeof(Optimizer).GetProperty("TakesMaximize", BindingFlags.Instance | BindingFlags.NonPublic)!;
                if ((bool)method.GetValue(Optimizer.Named(name, new Linear(1, 1), 0.1))!)
                    steps.Add(name, true);
            }
            return steps;
        }
    }

    // All parameters and all that is kept of them: large ones, and several.
    [Theory]
    [MemberData(nameof(Steps))]
    public void AStepOfAnOptimizerIsWhole(string name, bool maximize)
    {
        string[] states = new string[2];
        for (int run = 0; run < 2; run++)
        {
            var model = new Sequential(new Linear(300, 400, true, new Generator(0)), new Linear(400, 300, true, new Generator(1)));
            var optimizer = Optimizer.Named(name, model, 0.01);
            if (maximize)
                optimizer.Maximize = true;
            for (int step = 0; step < 2; step++)
            {
                foreach (var parameter in model.Parameters())
                    parameter.Grad = Random([.. parameter.Shape]);
                // Where a step computes the loss itself, only what it does with it is whole.
                Action take = optimizer.NeedsClosure ? () => optimizer.StepBy(() => 1f / (1 + step)) : optimizer.Step;
                if (run == 0)
                    take();
                else
                    Interrupted(take);
            }
            states[run] = string.Concat(model.Parameters().Select(p => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(p.ToArray().AsSpan()))))
                + string.Join(' ', optimizer.ParameterGroups.SelectMany(g => g.States).SelectMany(s => s.Kept).SelectMany(kept => kept.Select(BitConverter.SingleToInt32Bits)));
        }
        Assert.Equal(states[0], states[1]);
    }

    private static void Interrupted(Action work)
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var span = Interruption.Begin(stop.Token);
        work();
    }
}
