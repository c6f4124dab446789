using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// What gelu and its slope need of x between -<see cref="End"/> and <see cref="End"/>, or <see cref="TanhEnd"/>: 1/2 and an odd polynomial, off
/// by less than 2^-33 of the smaller of the value at x and that at -x (of slopes, of the sum of their parts). The coefficients are those of x² less
/// the interval's middle, by Remez' exchange in 60 digits. In vectors that AVX2 has: in wider ones it takes several times as long without AVX-512.
/// </summary>
internal static class GeluPolynomials
{
    public const float End = 3.5f, TanhEnd = 3;

    /// <summary>The normal distribution's cumulative probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Cumulative(Vector256<double> x)
    {
        var s = Vector256.FusedMultiplyAdd(x, x, Vector256.Create(-6.125));
        var ss = s * s;
        var even = Vector256.Create(4.1323219329057856E-19);
        var odd = Vector256.Create(-1.8117602014992408E-17);
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(5.059064379989765E-16));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-1.3059044467065385E-14));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(3.2226850816353245E-13));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-7.365657214241569E-12));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(1.5412141588065247E-10));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-2.9351030182307063E-09));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(5.050791921193413E-08));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-7.792171692906906E-07));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(1.0701959879792271E-05));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.00013044580002885195));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.0014252460930247583));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.014749306212834793));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.19933777986366374));
        return Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(odd, s, even), x, Vector256.Create(0.5));
    }

    /// <summary>The slope of x times the cumulative probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> CumulativeSlope(Vector256<double> x)
    {
        var s = Vector256.FusedMultiplyAdd(x, x, Vector256.Create(-6.125));
        var ss = s * s;
        var even = Vector256.Create(1.5095020484270855E-17);
        var odd = Vector256.Create(-3.739582769773617E-19);
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-3.9590607016612393E-16));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(9.952031350024238E-15));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-2.406389028433934E-13));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(5.344448700566908E-12));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-1.0780943070554615E-10));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(1.961813018309885E-09));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-3.185785048858447E-08));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(4.554290760536655E-07));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-5.638275350464447E-06));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(5.929253151179666E-05));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.000519170354752172));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.003757593432284143));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.024078695588594216));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.21799655861468942));
        return Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(odd, s, even), x, Vector256.Create(0.5));
    }

    /// <summary>The share of x that gelu with a hyperbolic tangent lets through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> x)
    {
        var s = Vector256.FusedMultiplyAdd(x, x, Vector256.Create(-4.5));
        var ss = s * s;
        var even = Vector256.Create(-3.644562081807167E-16);
        var odd = Vector256.Create(1.8189229031205117E-17);
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(3.3436901490171717E-15));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(-2.4534047223017968E-14));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(1.8564064165473757E-13));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(-7.906649838250037E-13));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-1.1409778854086065E-11));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(3.868021826799922E-10));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-7.3141531557784705E-09));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(1.137683600696482E-07));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-1.5777315042475798E-06));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(1.9852039247038683E-05));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.0002246459250861175));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.002256733061288844));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.020595493623594665));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.22775812081172275));
        return Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(odd, s, even), x, Vector256.Create(0.5));
    }

    /// <summary>The slope of x times that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> SigmoidSlope(Vector256<double> x)
    {
        var s = Vector256.FusedMultiplyAdd(x, x, Vector256.Create(-4.5));
        var ss = s * s;
        var even = Vector256.Create(-3.9895469559217474E-17);
        var odd = Vector256.Create(7.180545027764922E-16);
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(-5.598250871873447E-15));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(3.7918909562123726E-14));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(-3.290325885633306E-13));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(2.0845039110083455E-12));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(2.1673857877113343E-12));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-3.033527076252145E-10));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(6.029317322642782E-09));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-8.914648734747493E-08));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(1.1319988268306739E-06));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-1.278940130135791E-05));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.00012752242355762558));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.0010824938013778071));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.007474958406712268));
        odd = Vector256.FusedMultiplyAdd(odd, ss, Vector256.Create(-0.041760779475154976));
        even = Vector256.FusedMultiplyAdd(even, ss, Vector256.Create(0.2701567990137034));
        return Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(odd, s, even), x, Vector256.Create(0.5));
    }
}
