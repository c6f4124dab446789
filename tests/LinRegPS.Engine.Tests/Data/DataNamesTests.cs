namespace LinRegPS.Engine.Tests.Data;

/// <summary>Other data are brought to the places that names say: columns, targets, numbers of classes and shares of classes.</summary>
public sealed class DataNamesTests
{
    private static readonly Tensor s_input = Tensor.From([1, 10, 2, 20, 3, 30], 3, 2);

    [Theory]
    [InlineData("a b", "a b", "1 10 2 20 3 30")]
    [InlineData("b a", "a b", "10 1 20 2 30 3")]
    [InlineData("B A", "a b", "10 1 20 2 30 3")]
    // Places count where one of the two has no names.
    [InlineData("", "a b", "1 10 2 20 3 30")]
    [InlineData("b a", "", "1 10 2 20 3 30")]
    public void ColumnsGoWhereTheirNamesAre(string wanted, string has, string rows)
    {
        var ordered = Names(wanted, string.Empty, string.Empty).Order(Data(s_input, Tensor.From([7, 8, 9]), has, string.Empty, string.Empty));
        Assert.Equal(rows, string.Join(' ', ordered.Input.ToArray()));
        Assert.Equal([7f, 8f, 9f], ordered.Target.ToArray());
    }

    // A column for a class is one more than the classes, so that it is not taken for classes.
    [Theory]
    [InlineData("v u", "u v", "4 1 5 2 6 3")]
    [InlineData("u v", "u v", "1 4 2 5 3 6")]
    public void TargetsToo(string wanted, string has, string rows)
    {
        var ordered = Names(string.Empty, wanted, string.Empty).Order(Data(s_input, Tensor.From([1, 4, 2, 5, 3, 6], 3, 2), string.Empty, has, string.Empty));
        Assert.Equal(rows, string.Join(' ', ordered.Target.ToArray()));
    }

    [Theory]
    [InlineData("x y z", "z x", "0 1 1", "2 0 0")]
    [InlineData("x y z", "x y z", "0 1 2", "0 1 2")]
    [InlineData("x y", "y x q", "1 0 1", "0 1 0")]
    // What is no number of a class stays.
    [InlineData("x y z", "z x", "-100 0 0.5", "-100 2 0.5")]
    [InlineData("", "z x", "0 1 1", "0 1 1")]
    public void ClassesGetTheirNumbers(string wanted, string has, string given, string numbers)
    {
        float[] target = Array.ConvertAll(given.Split(' '), number => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
        var ordered = Names(string.Empty, string.Empty, wanted).Order(Data(s_input, Tensor.From(target), string.Empty, string.Empty, has));
        Assert.Equal(numbers, FormattableString.Invariant($"{ordered.Target[0].Item()} {ordered.Target[1].Item()} {ordered.Target[2].Item()}"));
    }

    [Theory]
    [InlineData("x y z", "z x", "0.25 0.75 1 0 0.5 0.5", "0.75 0 0.25 0 0 1 0.5 0 0.5")]
    [InlineData("x z", "z x", "0.25 0.75 1 0 0.5 0.5", "0.75 0.25 0 1 0.5 0.5")]
    // A class that is unknown may stand there where no row is of it.
    [InlineData("x y", "y q", "1 0 1 0 1 0", "0 1 0 1 0 1")]
    public void SharesOfClassesGetTheirColumns(string wanted, string has, string given, string shares)
    {
        float[] target = Array.ConvertAll(given.Split(' '), number => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
        var ordered = Names(string.Empty, string.Empty, wanted).Order(Data(s_input, Tensor.From(target, 3, 2), string.Empty, string.Empty, has));
        Assert.Equal(shares, string.Join(' ', ordered.Target.ToArray().Select(share => FormattableString.Invariant($"{share}"))));
    }

    [Fact]
    public void AnUnknownClassIsToldWithItsRow()
    {
        var number = Assert.Throws<InvalidValueException>(() => Names(string.Empty, string.Empty, "x y").Order(Data(s_input, Tensor.From([0, 0, 1]), string.Empty, string.Empty, "x q")));
        Assert.Contains("'q'", number.Message);
        Assert.Contains("Row 3 ", number.Message);
        var share = Assert.Throws<InvalidValueException>(() => Names(string.Empty, string.Empty, "x y").Order(Data(s_input, Tensor.From([1, 0, 0.5f, 0.5f, 1, 0], 3, 2), string.Empty, string.Empty, "x q")));
        Assert.Contains("'q'", share.Message);
        Assert.Contains("Row 2 ", share.Message);
    }

    private static DataNames Names(string features, string targets, string classes) => new(Words(features), Words(targets), Words(classes));

    private static DataSet Data(Tensor input, Tensor target, string features, string targets, string classes) =>
        new(input, target, Words(features), Words(targets)) { ClassNames = Words(classes) };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
