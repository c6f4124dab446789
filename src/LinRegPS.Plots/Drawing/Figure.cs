namespace LinRegPS.Plots.Drawing;

/// <summary>A picture: a title, a line below it, and panels in columns.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Subtitle">What else is to be known.</param>
/// <param name="Panels">Its plots.</param>
internal sealed record Figure(string Title, string Subtitle, IReadOnlyList<Panel> Panels)
{
    private const double Margin = 16;

    /// <summary>How many panels stand side by side.</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; init; } = 760;

    /// <summary>Pixels from top to bottom; more where panels have many names.</summary>
    public int Height { get; init; } = 480;

    /// <summary>The picture as a document of its own, or as a part of a page.</summary>
    public string ToSvg(Theme theme, bool isPart = false)
    {
        int rows = (Panels.Count + Columns - 1) / Columns;
        double width = (Width - Margin) / Columns;
        int whole = Height + (int)(rows * Panels.Max(panel => panel.Extra(width)));
        var svg = new Svg();
        if (!isPart)
            svg.Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        svg.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"linreg\" width=\"{Width}\" height=\"{whole}\" viewBox=\"0 0 {Width} {whole}\" role=\"img\">\n");
        svg.Raw($"<title>{Svg.Escaped(Title)}</title>\n<desc>{Svg.Escaped(Subtitle)}</desc>\n").Raw(Look.Style(theme));
        svg.Rectangle(0, 0, Width, whole, "ground");
        double top = 0;
        if (Title.Length > 0)
            svg.Text(Margin, top += 28, Panel.Fitted(Title, Width - (2 * Margin), 17), "title");
        if (Subtitle.Length > 0)
            svg.Text(Margin, top += top == 0 ? 22 : 19, Panel.Fitted(Subtitle, Width - (2 * Margin)), "subtitle muted");
        top += 10;
        double height = (whole - top - 4) / rows;
        for (int i = 0; i < Panels.Count; i++)
            Panels[i].Draw(svg, 4 + (i % Columns * width), top + (i / Columns * height), width, height - 4);
        return svg.Raw("</svg>\n").ToString();
    }
}
