using System.Text.RegularExpressions;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Plots.Drawing;
using LinRegPS.Plots.Figures;
using LinRegPS.Plots.Graphs;
using LinRegPS.Plots.Terminal;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>Each kind of picture as it was when it was looked at, mark by mark.</summary>
public sealed partial class AcceptedPictureTests
{
    private static readonly double[] s_epochs = [1, 2, 3, 5, 8, 13];

    private static readonly TrainingCurve[] s_curves =
    [
        new("slow", "Loss", s_epochs, [9, 7, 6, 5, double.NaN, 4]),
        new("slow", "ValidationLoss", s_epochs, [10, 8, 8, 7, 7.5, 9]),
        new("fast", "Loss", s_epochs, [9, 3, 1, 0.1, 0.02, 0.001]),
    ];

    public static TheoryData<string> Figures => [.. Kinds().Select(kind => kind.Name)];

    public static TheoryData<string, string> Texts => new(
        from kind in TextKinds() from style in s_styles.Keys select (kind.Name, style));

    private static readonly Dictionary<string, TextStyle> s_styles = new()
    {
        ["wide"] = new(79),
        ["narrow"] = new(30),
        ["ascii"] = new(60, IsAscii: true),
        ["colours"] = new(60, HasColor: true),
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void AFigureIsDrawnSo(string name)
    {
        string svg = Kinds().Single(kind => kind.Name == name).Make().ToSvg(Theme.Light);
        Accepted.Text("figures.txt", Long().Replace(Style().Replace(Pixels().Replace(svg, "href=\"...\""), string.Empty).Replace("><", ">\n<"), "$1..."));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void ATerminalShowsItSo(string name, string style) => Accepted.Text(
        "terminal.txt", string.Join('\n', TextKinds().Single(kind => kind.Name == name).Lines(s_styles[style]).Select(line => line.Replace("\e", "\\e") + "¶")));

    [Fact]
    public void APageHoldsItsFigures() => Accepted.Text(
        "figures.txt", Style().Replace(Page.Html([LossFigure.Of([s_curves[2]], null) with { Width = 900 }, GradientFigure.Of([("w", Tensor.Ones(2))], "once")], Theme.Auto), string.Empty).Split("<svg x=")[0]);

    private static IEnumerable<(string Name, Func<Figure> Make)> Kinds() =>
    [
        ("one loss", () => LossFigure.Of([s_curves[0]], null)),
        ("three losses", () => LossFigure.Of(s_curves, null)),
        ("losses, not logarithmic", () => LossFigure.Of([s_curves[2]], false)),
        ("losses, logarithmic", () => LossFigure.Of([s_curves[0]], true)),
        ("confusion", () => ConfusionFigure.Of(new[,] { { 30, 2, 0 }, { 0, 17, 1 }, { 4, 0, 0 } }, ["cat", "dog", "a name that is long"])),
        ("gradients", () => GradientFigure.Of([("weight", Tensor.From([-2, -1, 0, 0.5f, 1, 1, 3, 4, float.NaN], 3, 3)), ("bias", Tensor.From([0.25f])), ("none", Tensor.Zeros(2))], "after epoch 3")),
        ("decision", () => DecisionFigure.Of(input => input.MatMul(Tensor.From([1, -1], 2, 1)), new DataSet(Tensor.From([0, 1, 1, 0, 2, 1, 1, 2, 3, 0.5f], 5, 2), Tensor.From([0, 1, 1, 0, 0]), ["a", "b", "y"]), 0)),
        ("fit over a feature", () => FitFigure.Of(Fit(["x"]), 0.95)),
        ("fit of two features", () => FitFigure.Of(Fit(["x", "z"]), 0.9)),
        ("residuals", () => ResidualFigure.Of(Fit(["x"]))),
        ("surface", Surface),
    ];

    private static IEnumerable<(string Name, Func<TextStyle, IEnumerable<string>> Lines)> TextKinds() =>
    [
        ("three losses", style => CurveText.Draw(s_curves, null, 9, style)),
        ("a loss", style => CurveText.Draw([s_curves[0]], false, 7, style)),
        ("points", style => new TensorPlot(Tensor.From([0, 0, 1, 3, 2, 1, 4, float.NaN, -1, 5], 5, 2), style) { Rows = 8 }.Lines()),
        ("a line", style => new TensorPlot(Tensor.From([1, 4, 9, 16, 25, 12, 3, -5]), style) { Rows = 6 }.Lines()),
        ("x and y", style => new TensorPlot(Tensor.Arange(0, 40, 1), style) { Y = Tensor.Arange(0, 40, 1).Square(), Rows = 7 }.Lines()),
        ("bars", style => new TensorPlot(Tensor.From([1, 1, 2, 2, 2, 3, 5, 8, 8.5f, float.PositiveInfinity]), style) { Form = TensorPlotForm.Histogram, Rows = 7 }.Lines()),
        ("nine bars", style => new TensorPlot(Tensor.From([1, 1, 2, 2, 2, 3, 5, 8, 8.5f]), style) { Form = TensorPlotForm.Histogram, Bins = 9, Rows = 4 }.Lines()),
        ("an image", style => new TensorPlot(Tensor.From([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, float.NaN], 3, 4), style).Lines()),
        ("images of channels", style => new TensorPlot(Tensor.Arange(0, 2 * 2 * 5 * 7, 1).Reshape(2, 2, 5, 7), style).Lines()),
        ("a wide image", style => new TensorPlot(Tensor.Arange(0, 6 * 150, 1).Reshape(6, 150), style).Lines()),
        ("a graph", style => new GraphTree(Graph(), style).Lines(3)),
        ("a whole graph", style => new GraphTree(Graph(), style).Lines(20)),
    ];

    private static ComputationGraph Graph()
    {
        var (w, b) = (Tensor.From([1, 2]).RequiresGrad_(), Tensor.Scalar(3).RequiresGrad_());
        var names = new Dictionary<object, string>(ReferenceEqualityComparer.Instance) { [w] = "weight", [b] = "a bias of a long, long, long name" };
        return new ComputationGraph(((w * 2) + b).Exp().Sum() + (w * w).Mean(), names);
    }

    private static LinearFit Fit(string[] features) => new OrdinaryLeastSquares
    {
        Features = features,
        Rows = [.. new double[][] { [1, 2], [2, 1], [3, 5], [4, 3], [5, 8], [7, 2] }.Select(row => row[..features.Length])],
        TargetName = "y",
        Target = [1.1, 1.9, 3.4, 3.8, 5.2, 6.5],
        Degree = 1,
        ConfidenceLevel = 0.95,
    }.Fit(true);

    private static Figure Surface()
    {
        var (w, b) = ParameterElement.Two(new Linear(1, 1), null);
        var path = new (double, double)[] { (0.5, 0.5), (1.5, 0.25), (2, 0) };
        return SurfaceFigure.Of(new LossSurface(w, b, () => (w.Parameter.Value.Item() * w.Parameter.Value.Item()) + b.Parameter.Value.Item(), path, TestContext.Current.CancellationToken), [1, 2, 3], path, "nothing else");
    }

    [GeneratedRegex("<style>.*?</style>\n?", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("(d=\"[^\"]{500})[^\"]*")]
    private static partial Regex Long();

    // How an image is packed is the packer's affair.
    [GeneratedRegex("href=\"data:[^\"]*\"")]
    private static partial Regex Pixels();
}
