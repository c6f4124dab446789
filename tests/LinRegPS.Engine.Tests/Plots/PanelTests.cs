using System.Globalization;
using System.Xml.Linq;
using LinRegPS.Plots.Drawing;
using LinRegPS.Plots.Figures;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>What stands around the marks of a figure: axes along the plot's edges, a mark and a line for each number, titles.</summary>
public sealed class PanelTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void EachAxisGoesAlongItsEdgeAndEachNumberHasItsMark()
    {
        var figure = LossFigure.Of([new TrainingCurve(string.Empty, "Loss", [1, 2, 3, 4], [4, 1, 3, 2])], null);
        var svg = XDocument.Parse(figure.ToSvg(Theme.Light));
        var inner = Assert.Single(svg.Root!.Descendants(s_svg + "svg"));
        var (left, top) = (Number(inner, "x"), Number(inner, "y"));
        var (right, bottom) = (left + Number(inner, "width"), top + Number(inner, "height"));
        var axes = Lines("axis");
        Assert.Single(axes, line => line == (left, bottom, right, bottom));
        Assert.Single(axes, line => line == (left, top, left, bottom));
        // Short ones outside of the plot, each with a number beside it.
        var below = axes.Where(line => line.X1 == line.X2 && line.Y1 == bottom).ToList();
        var beside = axes.Where(line => line.Y1 == line.Y2 && line.X2 == left).ToList();
        Assert.Equal(axes.Count, below.Count + beside.Count + 2);
        Assert.All(below, line => Assert.InRange(line.Y2 - bottom, 1, 10));
        Assert.All(beside, line => Assert.InRange(left - line.X1, 1, 10));
        Assert.True(below.Count >= 3 && beside.Count >= 3);
        var labels = svg.Descendants(s_svg + "text").Where(text => text.Attribute("class")?.Value == "muted").ToList();
        Assert.Equal(below.Select(line => line.X1).Order(), labels.Where(text => Number(text, "y") > bottom).Select(text => Number(text, "x")).Order());
        Assert.Equal(beside.Select(line => line.Y1 + 4).Order(), labels.Where(text => Number(text, "x") < left && Number(text, "y") <= bottom + 4).Select(text => Number(text, "y")).Order(), (a, b) => Math.Abs(a - b) < 0.02);
        // Epochs from left to right, losses from bottom to top.
        Assert.Equal(["1", "2", "3", "4"], labels.Where(text => Number(text, "y") > bottom).OrderBy(text => Number(text, "x")).Select(text => text.Value).Where(text => !text.Contains('.')));
        double[] losses = [.. labels.Where(text => Number(text, "x") < left).OrderByDescending(text => Number(text, "y")).Select(text => double.Parse(text.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(losses.Order(), losses);
        // The grid lies under each of them.
        var grid = Lines("grid");
        Assert.Equal(beside.Select(line => (left, line.Y1, right, line.Y1)).Concat(below.Select(line => (line.X1, top, line.X1, bottom))).Order(), grid.Order());
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "epoch");
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "loss");

        List<(double X1, double Y1, double X2, double Y2)> Lines(string kind) =>
            [.. svg.Descendants(s_svg + "line").Where(line => line.Attribute("class")?.Value == kind).Select(line => (Number(line, "x1"), Number(line, "y1"), Number(line, "x2"), Number(line, "y2")))];
    }

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(999_990)]
    [InlineData(0)]
    public void LongNumbersAtTheEndsStayInThePicture(int first)
    {
        double[] values = [.. Enumerable.Range(1, 50).Select(i => 1.0 / i)];
        var figure = LossFigure.Of([new TrainingCurve(string.Empty, "Loss", [.. values.Select((_, i) => first + i + 1)], values)], null);
        var labels = XDocument.Parse(figure.ToSvg(Theme.Light)).Descendants(s_svg + "text").Where(text => text.Attribute("class")?.Value == "muted" && text.Attribute("text-anchor")?.Value == "middle").ToList();
        Assert.True(labels.Count >= 3);
        Assert.All(labels, label =>
        {
            double half = Svg.Width(label.Value, 11) / 2;
            Assert.InRange(Number(label, "x"), half, figure.Width - half);
        });
    }

    // White or dark, or as whoever looks at it has it.
    [Fact]
    public void EachThemeHasItsOwnColours()
    {
        const string white = "fill:#ffffff", dark = "fill:#14171c", query = "@media(prefers-color-scheme:dark){";
        string Style(Theme theme) => Look.Style(theme);
        Assert.Equal((true, false, false), (Style(Theme.Light).Contains(white), Style(Theme.Light).Contains(dark), Style(Theme.Light).Contains(query)));
        Assert.Equal((false, true, false), (Style(Theme.Dark).Contains(white), Style(Theme.Dark).Contains(dark), Style(Theme.Dark).Contains(query)));
        string auto = Style(Theme.Auto);
        Assert.True(auto.IndexOf(white, StringComparison.Ordinal) < auto.IndexOf(query, StringComparison.Ordinal) && auto.IndexOf(query, StringComparison.Ordinal) < auto.IndexOf(dark, StringComparison.Ordinal));
        Assert.All([Theme.Light, Theme.Dark, Theme.Auto], theme => Assert.Equal(Style(theme).Count(c => c == '{'), Style(theme).Count(c => c == '}')));
    }

    // Each word of a quantity's name as people write it.
    [Theory]
    [InlineData("Loss", "loss")]
    [InlineData("ValidationLoss", "loss")]
    [InlineData("ValidationAccuracy", "validation accuracy")]
    [InlineData("validationR2", "validation r2")]
    [InlineData("Validation", "Validation")]
    [InlineData("Accuracy", "Accuracy")]
    [InlineData("BalancedAccuracy", "BalancedAccuracy")]
    public void AQuantityIsCalledAsPeopleCallIt(string quantity, string title) =>
        Assert.Equal(title, TrainingCurve.Title([new TrainingCurve(string.Empty, quantity, [1], [1])]));

    // Around a path there is a third of its range on both sides; where it does not move, as much as the number itself or 1.
    [Theory]
    [InlineData(1, 3, 0.3, 3.7)]
    [InlineData(5, 5, 0, 10)]
    [InlineData(-0.25, -0.25, -1.25, 0.75)]
    [InlineData(0, 0, -1, 1)]
    public void ASurfaceShowsWhatLiesAroundThePath(double from, double to, double low, double high)
    {
        var (w, b) = ParameterElement.Two(new Linear(1, 1), null);
        // The other goes so far that the scales are not made the same.
        var surface = new LossSurface(w, b, () => 0, [(from, 0), (to, 1000)], TestContext.Current.CancellationToken);
        Assert.Equal((low, high), (surface.X.At(0), surface.X.At(1)), (a, e) => Math.Abs(a.Item1 - e.Item1) + Math.Abs(a.Item2 - e.Item2) < 1e-12);
        Assert.Equal(-350, surface.Y.At(0), 1e-9);
        Assert.Equal(1350, surface.Y.At(1), 1e-9);
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
