using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>Operators and methods in script throw what a typed catch catches, and change nothing.</summary>
public sealed class RefusedMethodTests
{
    public static TheoryData<string, string, string, string> Calls => new()
    {
        { "$v + (New-Tensor 1,2)", "ShapeMismatch", "ShapeMismatch", "Add;[3];[2]" },
        { "$v - (1,2)", "ShapeMismatch", "ShapeMismatch", "Sub;[3];[2]" },
        { "$v * (New-Tensor 1,2)", "ShapeMismatch", "ShapeMismatch", "Mul;[3];[2]" },
        { "$v / (New-Tensor 1,2)", "ShapeMismatch", "ShapeMismatch", "Div;[3];[2]" },
        { "$X.MatMul($Y)", "ShapeMismatch", "ShapeMismatch", "MatMul;[4,1] x [4,1];1;4" },
        { "$v.Dot((New-Tensor 1,2))", "ShapeMismatch", "ShapeMismatch", "[3];[2]" },
        { "$model.Forward((New-Tensor 1,2,3))", "ShapeMismatch", "ShapeMismatch", "[3];[1,1]" },
        { "[LinRegPS.Loss]::Mse($X, (New-Tensor 1,2,3,4))", "ShapeMismatch", "ShapeMismatch", "[4,1];[4];[4,4]" },
        { "$X.Reshape(3)", "ShapeMismatch", "ShapeMismatch", "[4,1];[3]" },
        { "$w.Grad = New-Tensor 1,2", "ShapeMismatch", "ShapeMismatch", "[];[2]" },
        { "($v * 2).Backward()", "Autograd", "GradientRequired", "[3]" },
        { "$X.Backward()", "Autograd", "NothingRecorded", "requires a gradient" },
        { "($X * 2).Sum().Backward()", "Autograd", "NothingRecorded", "requires a gradient" },
        { "$w.Square().Detach().Backward()", "Autograd", "NothingRecorded", "Detach()" },
        { "$w.Sub_(1)", "Autograd", "InPlaceRecorded", "Sub_;no-grad" },
        { "$w.Square().Sub_(1)", "Autograd", "InPlaceRecorded", "SquareBackward" },
        { "($v * 2).RequiresGrad = $false", "Autograd", "NotALeaf", "Detach()" },
        { "$v.Item()", "InvalidValue", "NotOneElement", "[3]" },
        { "(New-Tensor -Zeros -Shape 0).Mean()", "InvalidValue", "EmptyTensor", "Mean;[0]" },
        { "(New-Tensor -Zeros -Shape 0,2).Max()", "InvalidValue", "EmptyTensor", "Max;[0,2]" },
        { "$v.At(3)", "InvalidValue", "InvalidIndex", "3;[3]" },
        { "$v.At('a:b')", "InvalidValue", "InvalidIndex", "a:b" },
        { "$v.At(0, 0)", "InvalidValue", "InvalidIndex", "2;[3]" },
        { "$v.Sum(1)", "InvalidValue", "InvalidDimension", "1;[3]" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void IsCaughtByTypeAndChangesNothing(string call, string type, string id, string named)
    {
        using var session = TrainingState.Begin();
        string before = TrainingState.Read(session);

        AssertCaught(session, call, type, id, named);

        Assert.Equal(before, TrainingState.Read(session));
    }

    [Theory]
    [InlineData("$loss.Backward()", "retainGraph;Backward(null, true)")]
    [InlineData("$loss | Invoke-Backward -ErrorAction Stop", "-RetainGraph")]
    [InlineData("Invoke-Backward $loss", "-RetainGraph")]
    public void ASecondBackwardNeedsTheFirstToRetainTheGraph(string again, string remedy)
    {
        using var session = TrainingState.Begin();
        session.Run("$loss = $v.Square().Sum(); $loss.Backward()");
        string before = TrainingState.Read(session);

        AssertCaught(session, again, "Autograd", "GraphFreed", "freed;" + remedy);

        Assert.Equal(before, TrainingState.Read(session));
    }

    [Theory]
    [InlineData("Invoke-NoGrad { $null = $v.Add_(1) }")]
    [InlineData("$v.Grad = New-Tensor 1,1,1; Step-Sgd $v 0.1")]
    public void BackwardThroughASavedTensorThatWasChangedIsRefused(string change)
    {
        using var session = TrainingState.Begin();
        session.Run($"$loss = ($v.Square() * $w).Sum(); {change}");
        string before = TrainingState.Read(session);

        AssertCaught(session, "$loss.Backward()", "Autograd", "InPlaceChange", "SquareBackward;[3];version 1;version 0");

        Assert.Equal(before, TrainingState.Read(session));
    }

    [Theory]
    [InlineData("[LinRegPS.Tensor]'abc'")]
    [InlineData("$model.Forward('abc')")]
    [InlineData("& { param([LinRegPS.Tensor]$x) } 'abc'")]
    public void PowerShellsOwnConversionErrorHoldsTheTypedOne(string conversion)
    {
        using var session = TrainingState.Begin();
        string[] result = session.All<string>($$"""
            try { $null = {{conversion}}; 'went on' }
            catch { $root = $_.Exception.GetBaseException(); $root.ErrorId; $root.Message; "$_" }
            """);
        Assert.Equal("LinRegPS.NotANumber", result[0]);
        Assert.Contains("'abc'", result[1]);
        Assert.Contains(result[1], result[2]);
    }

    private static void AssertCaught(ModuleSession session, string call, string type, string id, string named)
    {
        string[] result = session.All<string>($$"""
            try { $null = {{call}}; 'went on' }
            catch [LinRegPS.{{type}}Exception] { $root = $_.Exception.GetBaseException(); $root.ErrorId; $root.Message }
            """);
        Assert.Equal($"LinRegPS.{id}", result[0]);
        Assert.All(named.Split(';'), part => Assert.Contains(part, result[1]));
    }
}
