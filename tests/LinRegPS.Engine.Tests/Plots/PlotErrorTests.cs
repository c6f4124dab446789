using LinRegPS.Plots.Figures;
using LinRegPS.Plots.Terminal;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>What can't be drawn is an error that says why.</summary>
public class PlotErrorTests
{
    private static readonly TextStyle s_style = new(80);

    [Fact]
    public void EachNamesThePlotAndTheCause()
    {
        Throws("NothingToPlot", () => CurveText.Draw([], null, 10, s_style), "Training plot", "no record has a loss");
        Throws("NothingToPlot", () => LossFigure.Of([], null), "no record has a loss");
        Throws("NothingToPlot", () => new TensorPlot(Tensor.Zeros(0), s_style).Lines(), "[0]");
        Throws("NothingToPlot", () => GradientFigure.Of([], string.Empty), "no parameter has a gradient");
        Throws("NothingToPlot", () => ConfusionFigure.Of(new int[2, 2], ["a", "b"]), "counts no row");
        Throws("NothingToPlot", () => ConfusionFigure.Of(new int[41, 41], []), "41 classes", "40");
        Throws("NothingToPlot", () => DecisionFigure.Of(x => x, new DataSet(Tensor.Full(float.NaN, 2, 2), Tensor.Zeros(2)), 0.5), "no feature is finite");
        Throws("ShapeMismatch", () => DecisionFigure.Of(x => x, new DataSet(Tensor.Zeros(2, 3), Tensor.Zeros(2)), 0.5), "[2,3]", "[rows, 2]");
        Throws("ShapeMismatch", () => new TensorPlot(Tensor.Zeros(3), s_style) { Y = Tensor.Zeros(2) }.Lines(), "3 x", "2 y");
        Throws("TooFewPoints", () => ResidualFigure.Of(Fit([1, 2], [1, 3])), "2 points of at least 3");
        Throws("WrongFit", () => ResidualFigure.Of(Fit([1, 2, 3, 4], [2, 4, 6, 8])), "perfect");
    }

    private static LinearFit Fit(double[] x, double[] y) =>
        new OrdinaryLeastSquares { Features = ["x"], Rows = [.. x.Select(value => (double[])[value])], TargetName = "y", Target = y, Degree = 1, ConfidenceLevel = 0.95 }.Fit(true);

    private static void Throws(string id, Func<object> work, params string[] words)
    {
        var error = Assert.ThrowsAny<LinRegException>(work);
        Assert.Equal("LinRegPS." + id, error.ErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Message));
    }
}
