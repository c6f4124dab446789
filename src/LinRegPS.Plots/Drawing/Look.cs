using System.Text;

namespace LinRegPS.Plots.Drawing;

/// <summary>For which background a picture is made.</summary>
internal enum Theme
{
    /// <summary>For that of whoever looks at it: light where nothing is known.</summary>
    Auto,

    /// <summary>White.</summary>
    Light,

    /// <summary>Nearly black.</summary>
    Dark,
}

/// <summary>Colours and letters of pictures, as a style sheet. The series' colours are Okabe and Ito's, which the colour-blind tell apart.</summary>
internal static class Look
{
    private static readonly string[] s_light = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B07D00", "#56B4E9"];
    private static readonly string[] s_dark = ["#62B5EA", "#FF8B4A", "#2FC69A", "#E8A5CB", "#E6B33C", "#9AD4F7"];

    /// <summary>How many colours there are.</summary>
    public static int Colors => s_light.Length;

    /// <summary>The class of a line in the colour of a series.</summary>
    public static string Stroke(int color) => "s" + (color % Colors);

    /// <summary>The class of an area in the colour of a series.</summary>
    public static string Fill(int color) => "f" + (color % Colors);

    /// <summary>The colour of a series, as it is on white.</summary>
    public static (byte Red, byte Green, byte Blue) Rgb(int color)
    {
        int value = Convert.ToInt32(s_light[color % Colors][1..], 16);
        return ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    /// <summary>The style sheet.</summary>
    public static string Style(Theme theme)
    {
        var style = new StringBuilder("<style>");
        style.Append(".linreg{font-family:Helvetica,Arial,'Liberation Sans',sans-serif}.linreg text{font-size:11px}.linreg .title{font-size:17px;font-weight:600}.linreg .subtitle{font-size:12px}")
            .Append(".linreg .head{font-size:13px;font-weight:600}.linreg .name{font-size:12px}.linreg .small{font-size:10px}.linreg path,.linreg line{fill:none;stroke-linejoin:round;stroke-linecap:round}")
            .Append(".linreg .curve{stroke-width:1.8}.linreg .thin{stroke-width:1.2}.linreg .dash{stroke-dasharray:6 4}.linreg .dots{stroke-dasharray:1.5 4}.linreg .point{stroke-width:.8}.linreg .halo{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}")
            .Append(".linreg .trail{stroke:#fff;stroke-width:1.6}.linreg .under{stroke:#000;stroke-width:3.4;stroke-opacity:.55}.linreg .iso{stroke:#fff;stroke-opacity:.35;stroke-width:.8}.linreg .wrong{fill:none;stroke-width:1.6}.linreg .ring{fill:#fff;stroke:#000;stroke-width:1}.linreg .onmap{fill:#fff;stroke:#000;stroke-opacity:.65;paint-order:stroke;stroke-width:2.5px;stroke-linejoin:round;font-weight:600}");
        if (theme != Theme.Dark)
            AddColors(style, s_light, "#ffffff", "#1b1f24", "#57606a", "#e4e7eb", "#8b949e");
        if (theme == Theme.Auto)
            style.Append("@media(prefers-color-scheme:dark){");
        if (theme != Theme.Light)
            AddColors(style, s_dark, "#14171c", "#e9edf2", "#a5aeb8", "#2b313a", "#6b7480");
        if (theme == Theme.Auto)
            style.Append('}');
        return style.Append("</style>\n").ToString();
    }

    private static void AddColors(StringBuilder style, string[] series, string ground, string ink, string muted, string grid, string axis)
    {
        style.Append($".linreg .ground{{fill:{ground}}}.linreg text{{fill:{ink}}}.linreg .muted{{fill:{muted}}}.linreg .grid{{stroke:{grid}}}.linreg .axis{{stroke:{axis}}}.linreg .rule{{stroke:{muted};stroke-width:1}}.linreg .halo{{stroke:{ground}}}.linreg .point{{stroke:{ground}}}.linreg .border{{stroke:{ground};stroke-width:1.5}}.linreg .wrong{{stroke:{ink}}}.linreg .on{{fill:{ground}}}.linreg .onmap{{fill:#fff;stroke:#000}}.linreg .area{{stroke:none}}");
        for (int i = 0; i < series.Length; i++)
            style.Append($".linreg .s{i}{{stroke:{series[i]}}}.linreg .f{i}{{fill:{series[i]}}}");
    }
}
