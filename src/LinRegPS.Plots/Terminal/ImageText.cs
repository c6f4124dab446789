using System.Text;

namespace LinRegPS.Plots.Terminal;

/// <summary>Matrices in a terminal as pictures, greater numbers brighter where the terminal is dark: shades of grey, or letters that are ever fuller.</summary>
internal static class ImageText
{
    private const string Letters = " .:-=+*#%@", Blocks = " ░▒▓█";
    // The greys among a terminal's 256 colours, and the upper half of a cell.
    private const int FirstGrey = 232, Greys = 24;
    private const char UpperHalf = '▀';
    private const int Gap = 2;

    /// <summary>The pictures side by side, as many in a line as the width holds.</summary>
    /// <param name="images">Matrices of numbers from 0, black, to 1, white, all of one size; NaN is shown as a question mark.</param>
    /// <param name="style">What the terminal can show.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<double[,]> images, TextStyle style)
    {
        int rows = images[0].GetLength(0), columns = images[0].GetLength(1);
        // A cell of a terminal is about twice as high as wide: two pixels above each other in colours, else two letters for one.
        int wide = HasHalves(style) || 2 * columns > style.Width ? 1 : 2, high = HasHalves(style) || wide == 1 ? 2 : 1;
        int shrink = (columns * wide + style.Width - 1) / style.Width;
        var cells = images.Select(image => Shrunk(image, shrink)).ToList();
        int width = cells[0].GetLength(1) * wide, abreast = Math.Max(1, (style.Width + Gap) / (width + Gap));
        for (int first = 0; first < cells.Count; first += abreast)
        {
            if (first > 0)
                yield return string.Empty;
            for (int row = 0; row < (rows + shrink - 1) / shrink; row += high)
            {
                var line = new StringBuilder();
                for (int i = first; i < Math.Min(first + abreast, cells.Count); i++)
                    line.Append(i > first ? new string(' ', Gap) : string.Empty).Append(Row(cells[i], row, wide, high, style));
                yield return HasHalves(style) ? line.ToString() : line.ToString().TrimEnd();
            }
        }
    }

    private static string Row(double[,] image, int row, int wide, int high, TextStyle style)
    {
        var text = new StringBuilder();
        bool hasLower = high == 2 && row + 1 < image.GetLength(0);
        for (int column = 0; column < image.GetLength(1); column++)
        {
            double upper = image[row, column], lower = hasLower ? image[row + 1, column] : double.NaN;
            if (double.IsNaN(upper))
                text.Append('?', wide);
            else if (HasHalves(style))
                text.Append(Grey(38, upper)).Append(hasLower && !double.IsNaN(lower) ? Grey(48, lower) : "\e[49m").Append(UpperHalf);
            else
                text.Append(Shade(double.IsNaN(lower) ? upper : (upper + lower) / 2, style), wide);
        }
        return HasHalves(style) ? text.Append("\e[0m").ToString() : text.ToString();
    }

    // ASCII has no letter of which only the upper half is filled.
    private static bool HasHalves(TextStyle style) => style.HasColor && !style.IsAscii;

    private static string Grey(int ground, double share) =>
        FormattableString.Invariant($"\e[{ground};5;{FirstGrey + (int)Math.Round(share * (Greys - 1))}m");

    private static char Shade(double share, TextStyle style)
    {
        string letters = style.IsAscii ? Letters : Blocks;
        return letters[(int)Math.Round(share * (letters.Length - 1))];
    }

    // The mean of so many by so many.
    private static double[,] Shrunk(double[,] image, int by)
    {
        if (by == 1)
            return image;
        int rows = image.GetLength(0), columns = image.GetLength(1);
        double[,] small = new double[(rows + by - 1) / by, (columns + by - 1) / by];
        for (int row = 0; row < small.GetLength(0); row++)
        {
            for (int column = 0; column < small.GetLength(1); column++)
            {
                double sum = 0;
                int count = 0;
                for (int i = row * by; i < Math.Min((row + 1) * by, rows); i++)
                {
                    for (int j = column * by; j < Math.Min((column + 1) * by, columns); j++)
                        (sum, count) = (sum + image[i, j], count + 1);
                }
                small[row, column] = sum / count;
            }
        }
        return small;
    }
}
