using System.Text;

namespace LinRegPS.Plots.Drawing;

/// <summary>Pictures on a page of HTML that needs nothing from elsewhere.</summary>
internal static class Page
{
    /// <summary>The page.</summary>
    public static string Html(IReadOnlyList<Figure> figures, Theme theme)
    {
        string scheme = theme switch { Theme.Light => "light", Theme.Dark => "dark", _ => "light dark" };
        var (ground, dark) = theme == Theme.Dark ? ("#14171c", string.Empty) : ("#fff", theme == Theme.Auto ? "@media(prefers-color-scheme:dark){body{background:#14171c}}" : string.Empty);
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        page.Append($"<meta name=\"color-scheme\" content=\"{scheme}\"/>\n<title>{Svg.Escaped(figures[0].Title)}</title>\n");
        page.Append($"<style>body{{margin:0 auto;padding:8px;max-width:{figures.Max(figure => figure.Width)}px;background:{ground}}}svg.linreg{{display:block;max-width:100%;height:auto;margin-bottom:16px}}{dark}</style>\n</head>\n<body>\n");
        // One below the other they are equally wide.
        int width = figures.Max(figure => figure.Width);
        foreach (var figure in figures)
            page.Append((figure with { Width = width }).ToSvg(theme, isPart: true));
        return page.Append("</body>\n</html>\n").ToString();
    }
}
