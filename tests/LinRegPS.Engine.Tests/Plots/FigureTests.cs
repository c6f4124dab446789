using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LinRegPS.Plots.Drawing;
using LinRegPS.Plots.Figures;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>Figures as SVG: well-formed, in invariant numbers, with what they are of.</summary>
public partial class FigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData(4, 480)]
    [InlineData(40, 480 + (36 * 20))]
    public void ManyNamesLeaveRoomToThePlot(int trainings, int height)
    {
        string name = new('n', 90);
        string svg = LossFigure.Of([.. Enumerable.Range(0, trainings).Select(i => new TrainingCurve($"{i}{name}", "Loss", [1, 2], [2, 1]))], null).ToSvg(Theme.Light);
        Assert.Contains($"viewBox=\"0 0 760 {height}\"", svg);
        double plot = double.Parse(InnerHeight().Match(svg).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(plot, 280, 380);
    }

    [Fact]
    public void AClassThatTheModelAloneGivesHasItsName()
    {
        var data = new DataSet(Tensor.From([1, 2], 1, 2), Tensor.FromInt64([0]));
        string svg = DecisionFigure.Of(input => Tensor.From([.. Enumerable.Repeat(new[] { 0f, 1f }, (int)input.Shape[0]).SelectMany(row => row)], (int)input.Shape[0], 2), data, 0.5).ToSvg(Theme.Light);
        Assert.Contains(">class 1<", svg);
        Assert.Contains("0 of 1 rows right", svg);
    }

    [Fact]
    public void LossesThatAreNearAreToldApart() =>
        Assert.Contains("from 1000000.5 at epoch 1 to 1000000.25 at epoch 2", Loss([1000000.5f, 1000000.25f]).ToSvg(Theme.Light));

    [Fact]
    public void LossesThatFloat32WouldNotTellApartAreToldApart()
    {
        Assert.Contains("from 1000000000.5 at epoch 1 to 1000000000.25 at epoch 2", Loss([1000000000.5, 1000000000.25]).ToSvg(Theme.Light));
        Assert.Contains("from 1.0000000000000002 at epoch 1 to 1 at epoch 2", Loss([1.0000000000000002, 1]).ToSvg(Theme.Light));
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void NumbersAreInvariant(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            string svg = Loss([0.5, 0.25, 0.125]).ToSvg(Theme.Auto);
            Assert.All(Numbers().Matches(svg), match => Assert.True(double.TryParse(match.Groups[2].Value, CultureInfo.InvariantCulture, out _), match.Value));
            Assert.True(Numbers().Count(svg) > 20);
            Assert.Contains("from 0.5 at epoch 1 to 0.125 at epoch 3", svg);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Markup, control characters, half a surrogate, a name as long as a book.
    [Theory]
    [InlineData("<script>alert('x')</script> & \"more\"")]
    [InlineData("a\0b\u0007c\ud800d\uffffe\n\t")]
    [InlineData("😀 ü 日本")]
    [InlineData("]]> <!-- -->")]
    public void NamesBreakNothing(string name)
    {
        foreach (var figure in Hostile(name + new string('w', 3000)).Concat(Hostile(name)))
        {
            var document = XDocument.Parse(figure.ToSvg(Theme.Auto));
            Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script");
            XDocument.Parse(Page.Html([figure], Theme.Auto).Replace("<!DOCTYPE html>", string.Empty));
        }
    }

    [Fact]
    public void ACurveGoesThroughItsPoints()
    {
        var svg = XDocument.Parse(Loss([4, 1, 3, 2]).ToSvg(Theme.Light));
        string path = svg.Descendants(s_svg + "path").Single(p => p.Attribute("class")!.Value == "s0 curve").Attribute("d")!.Value;
        double[] numbers = [.. path.Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries).Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        // Down is more: 4 is the highest, 1 the lowest, evenly between them.
        double unit = (numbers[3] - numbers[1]) / 3;
        Assert.True(unit > 50);
        Assert.Equal([0, 3 * unit, unit, 2 * unit], [numbers[1] - numbers[1], numbers[3] - numbers[1], numbers[5] - numbers[1], numbers[7] - numbers[1]], new Near(0.03));
        Assert.Equal(numbers[2] - numbers[0], numbers[4] - numbers[2], 1);
    }

    [Fact]
    public void ALongCurveIsThinnedToTheSameShape()
    {
        double[] values = [.. Enumerable.Range(0, 200_000).Select(i => i == 123_456 ? 9 : Math.Sin(i / 20_000.0))];
        string svg = Loss(values).ToSvg(Theme.Light);
        Assert.InRange(svg.Length, 5_000, 60_000);
        // The one that stands out is still there, at the top of the axis.
        Assert.Contains(PathNumbers(svg), y => y < 20);
    }

    [Fact]
    public void GapsAreToldAndLeftOut()
    {
        var figure = Loss([3, double.NaN, double.PositiveInfinity, 1]);
        Assert.Equal("loss: NaN at epoch 2, not finite in 2 of 4 records", figure.Subtitle);
        string svg = figure.ToSvg(Theme.Light);
        Assert.DoesNotContain("NaN\"", svg);
        Assert.DoesNotContain("Infinity\"", svg);
        Assert.Contains("×", svg);
    }

    [Fact]
    public void ContoursLieWhereTheFunctionHasTheValue()
    {
        double[] grid = [.. Enumerable.Range(0, 41).Select(i => (i - 20) / 10.0)];
        double[,] values = new double[41, 41];
        for (int row = 0; row < 41; row++)
        {
            for (int column = 0; column < 41; column++)
                values[row, column] = (grid[column] * grid[column]) + (grid[row] * grid[row]);
        }
        var segments = new ContourMark(grid, grid, values, [1]).Segments(1).ToList();
        Assert.True(segments.Count > 60);
        Assert.All(segments.SelectMany(s => new[] { s.A, s.B }), point => Assert.Equal(1, Math.Sqrt((point.X * point.X) + (point.Y * point.Y)), 2));
        Assert.Equal(2 * Math.PI, segments.Sum(s => Math.Sqrt(Math.Pow(s.A.X - s.B.X, 2) + Math.Pow(s.A.Y - s.B.Y, 2))), 1);
    }

    // What a reader of PNG checks: signature, lengths, checksums (the one of IEND is in the standard), and the pixels.
    [Fact]
    public void PixelsAreAPng()
    {
        byte[] png = Png.Write(new byte[,] { { 0, 1, 2 }, { 2, 1, 0 } }, [(0, 0, 0), (255, 0, 0), (0, 0, 255)]);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], png[^12..]);
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0], png[16..29]);
        int data = png.AsSpan().IndexOf("IDAT"u8);
        using var packed = new ZLibStream(new MemoryStream(png[(data + 4)..^16]), CompressionMode.Decompress);
        byte[] lines = new byte[8];
        packed.ReadExactly(lines);
        Assert.Equal([0, 0, 1, 2, 0, 2, 1, 0], lines);
    }

    // The loss of the founding case is known: 7.5 (w - 2)^2 + 5 (w - 2) b + b^2.
    [Fact]
    public void ASurfaceIsTheLossAndLeavesTheModelAsItWas()
    {
        var (x, y) = (Tensor.From([1, 2, 3, 4], 4, 1), Tensor.From([2, 4, 6, 8], 4, 1));
        var model = new Linear(1, 1);
        var loss = LinRegPS.Loss.Mse(model.Forward(x), y);
        var before = model.StateDict();
        var (w, b) = ParameterElement.Two(model, null);
        LossSurface surface;
        using (GradMode.NoGrad())
            surface = new LossSurface(w, b, () => LinRegPS.Loss.Mse(model.Forward(x), y).Item(), [(0.3, 0.1), (2, 0)], TestContext.Current.CancellationToken);
        for (int row = 0; row < surface.Ys.Length; row += 7)
        {
            for (int column = 0; column < surface.Xs.Length; column += 7)
            {
                double e = surface.Xs[column] - 2, bias = surface.Ys[row];
                Assert.Equal((7.5 * e * e) + (5 * e * bias) + (bias * bias), surface.Values[row, column], new Near(1e-4));
            }
        }
        Assert.Equal(before.Values.SelectMany(t => t.ToArray()), model.StateDict().Values.SelectMany(t => t.ToArray()));
        // Nor has anything changed for a pass that was recorded before.
        loss.Backward();
        Assert.Equal(["weight", "bias"], [w.Name, b.Name]);
    }

    [Fact]
    public void TwoNumbersAreFoundByName()
    {
        var model = new Linear(3, 1);
        var (first, second) = ParameterElement.Two(model, ["weight[2]", "BIAS"]);
        Assert.Equal(("weight[2]", 2, "bias"), (first.Name, first.Index, second.Name));
        Assert.Equal("LinRegPS.WrongModel", Assert.Throws<InvalidValueException>(() => ParameterElement.Two(model, null)).ErrorId);
        foreach (string name in new[] { "weight", "weight[3]", "weight[-1]", "slope", "[0]", "bias]" })
            Assert.Equal("LinRegPS.NoSuchName", Assert.Throws<InvalidValueException>(() => ParameterElement.Two(model, ["bias", name])).ErrorId);
        Assert.Equal("LinRegPS.WrongModel", Assert.Throws<InvalidValueException>(() => ParameterElement.Two(model, ["bias", "bias"])).ErrorId);
    }

    [GeneratedRegex("<svg x=.* height=\"([^\"]*)\"")]
    private static partial Regex InnerHeight();

    private static Figure Loss(double[] values) =>
        LossFigure.Of([new TrainingCurve(string.Empty, "Loss", [.. Enumerable.Range(1, values.Length).Select(i => (double)i)], values)], null);

    private static IEnumerable<Figure> Hostile(string name)
    {
        yield return LossFigure.Of([new(name, "Loss", [1, 2], [1, double.NaN]), new(name, name, [1, 2], [1, 2])], null) with { Title = name, Subtitle = name };
        yield return ConfusionFigure.Of(new[,] { { 3, 1 }, { 0, 2 } }, [name, "b"]);
        yield return GradientFigure.Of([(name, Tensor.From([1, 2, 0], 3))], name);
        var data = new DataSet(Tensor.From([1, 2, 3, 4], 2, 2), Tensor.From([0, 1], 2), [name, "y"]) { ClassNames = [name, name] };
        yield return DecisionFigure.Of(input => input, data, 0.5);
    }

    private static IEnumerable<double> PathNumbers(string svg) => XDocument.Parse(svg).Descendants(s_svg + "path")
        .SelectMany(path => path.Attribute("d")!.Value.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries)).Select(point => double.Parse(point.Split(' ')[1], CultureInfo.InvariantCulture));

    [GeneratedRegex(" (x|y|x1|x2|y1|y2|cx|cy|r|width|height)=\"([^\"]*)\"")]
    private static partial Regex Numbers();

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance * Math.Max(1, Math.Abs(x));

        public int GetHashCode(double obj) => 0;
    }
}
