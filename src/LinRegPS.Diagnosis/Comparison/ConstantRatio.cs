namespace LinRegPS.Diagnosis.Comparison;

/// <summary>Whether numbers are a constant times others.</summary>
internal static class ConstantRatio
{
    /// <summary>The factor in numbers = factor * others, to within a tolerance relative to it; null where there is no such one, or nothing but zeros.</summary>
    public static double? Find(IReadOnlyList<double> numbers, IReadOnlyList<double> others, double tolerance)
    {
        int greatest = Enumerable.Range(0, others.Count).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? 0 : Math.Abs(others[i]));
        if (greatest < 0 || others[greatest] == 0 || !double.IsFinite(numbers[greatest] / others[greatest]))
            return null;
        double factor = numbers[greatest] / others[greatest];
        double slack = tolerance * Math.Abs(factor);
        for (int i = 0; i < others.Count; i++)
        {
            if (!(Math.Abs(numbers[i] - (factor * others[i])) <= slack * Math.Abs(others[i])))
                return null;
        }
        return factor == 0 ? null : factor;
    }
}
