using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Plots.Drawing;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that draws to an SVG picture or to a page of HTML.</summary>
public abstract class FigureCmdlet : PictureCmdlet
{
    /// <summary>What stands above the picture instead of its own title.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Title { get; set; }

    /// <summary>Light, Dark, or Auto: that of whoever looks at it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ThemeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Theme { get; set; } = "Auto";

    /// <summary>Draws figures, which are told whether they stand on a page.</summary>
    private protected void Draw(Func<bool, IReadOnlyList<Figure>> figures)
    {
        string path = FullPath;
        bool isPage = Extension(path, ".svg", ".html", ".htm") != ".svg";
        var theme = Named<Theme>("theme", Theme);
        Save(path, () =>
        {
            var drawn = figures(isPage);
            if (Title is not null)
                drawn = [drawn[0] with { Title = Title }, .. drawn.Skip(1)];
            return isPage ? Page.Html(drawn, theme) : drawn[0].ToSvg(theme);
        });
    }
}
