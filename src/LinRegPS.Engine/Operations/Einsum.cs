namespace LinRegPS.Operations;

/// <summary>
/// torch.einsum: from left to right two tensors at a time, each time as a product of matrices: what stands in both and in nothing
/// that follows is summed over, what stands in both and in what follows is a batch.
/// </summary>
internal static class Einsum
{
    // The dimensions of an ellipsis, counted from its end, have subscripts of their own.
    private const char Hidden = '\uE000';
    private const string Dots = "...";

    public static Tensor Apply(string equation, Tensor[] operands)
    {
        if (equation is null || operands is null or [])
            throw Errors.Equation(equation ?? "", "a tensor is needed for each term");
        int missing = Array.IndexOf(operands, null);
        if (missing >= 0)
            throw Errors.Null("Einsum", $"operand {missing + 1}");
        var (inputs, output) = Parse(equation, operands);
        Term[] terms = [.. operands.Zip(inputs, (x, subscripts) => Diagonals(equation, new(x, subscripts)))];
        CheckSizes(equation, terms);
        if (terms.Length > 2 && Contraction.IsSmall(terms.Select(t => (t.X, t.Subscripts))))
        {
            int[] sizes = [.. output.Select(c => terms.Where(t => t.Subscripts.Contains(c)).Max(t => t.Size(c)))];
            return new Contraction("Einsum", [.. terms.Select(t => t.X)], [.. terms.Select(t => t.Subscripts)], output, new Shape(sizes)).Apply();
        }
        var result = terms[0];
        for (int i = 1; i < terms.Length; i++)
            result = Product(result, terms[i], output + string.Concat(terms[(i + 1)..].Select(t => t.Subscripts)));
        return result.SumBut(output).Align(output);
    }

    private static (string[] Inputs, string Output) Parse(string equation, Tensor[] operands)
    {
        string text = equation.Replace(" ", "", StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] parts = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (parts.Length != operands.Length)
            throw Errors.Equation(equation, $"{parts.Length} terms, but {operands.Length} tensors");
        int widest = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int named = Named(equation, parts[i]).Length, covered = operands[i].Rank - named;
            if (parts[i].Contains(Dots, StringComparison.Ordinal) ? covered < 0 : covered != 0)
                throw Errors.Equation(equation, $"'{parts[i]}' has {named} subscripts, but tensor {i + 1} the shape {operands[i].Shape}");
            widest = Math.Max(widest, covered);
            parts[i] = parts[i].Replace(Dots, Covered(covered), StringComparison.Ordinal);
        }
        string all = string.Concat(parts);
        if (arrow < 0)
            return (parts, Covered(widest) + string.Concat(all.Where(c => c < Hidden && all.IndexOf(c) == all.LastIndexOf(c)).Order()));
        string output = text[(arrow + 2)..];
        foreach (char subscript in Named(equation, output))
        {
            if (!all.Contains(subscript))
                throw Errors.Equation(equation, $"subscript {subscript} of the result stands in no term");
            if (output.IndexOf(subscript) != output.LastIndexOf(subscript))
                throw Errors.Equation(equation, $"subscript {subscript} stands twice in the result");
        }
        return (parts, output.Replace(Dots, Covered(widest), StringComparison.Ordinal));
    }

    // The letters of a term.
    private static string Named(string equation, string term)
    {
        int dots = term.IndexOf(Dots, StringComparison.Ordinal);
        string named = dots < 0 ? term : term.Remove(dots, Dots.Length);
        foreach (char subscript in named)
        {
            if (!char.IsAsciiLetter(subscript))
                throw Errors.Equation(equation, $"'{subscript}' in '{term}' is not a subscript");
        }
        return named;
    }

    private static string Covered(int count) => string.Concat(Enumerable.Range(0, count).Select(i => (char)(Hidden + count - 1 - i)));

    // A subscript that stands twice in a term is the diagonal: every n+1st element of the last two dimensions as one.
    private static Term Diagonals(string equation, Term term)
    {
        while (term.Subscripts.FirstOrDefault(c => term.Subscripts.IndexOf(c) != term.Subscripts.LastIndexOf(c)) is var subscript and not '\0')
        {
            int first = term.Subscripts.IndexOf(subscript), second = term.Subscripts.IndexOf(subscript, first + 1), size = term.X.Shape[first];
            if (size != term.X.Shape[second])
                throw Errors.SubscriptSizes(equation, $"{subscript}", size, term.X.Shape[second]);
            int[] others = [.. Enumerable.Range(0, term.X.Rank).Where(d => d != first && d != second)];
            int[] sizes = [.. others.Select(d => term.X.Shape[d])];
            var diagonal = term.X.Permute([.. others, first, second]).Reshape([.. sizes, size * size]).Slice(sizes.Length, 0, null, size + 1);
            term = new(diagonal, string.Concat(others.Select(d => term.Subscripts[d])) + subscript);
        }
        return term;
    }

    private static void CheckSizes(string equation, Term[] terms)
    {
        var sizes = new Dictionary<char, int>();
        foreach (var (subscript, size) in terms.SelectMany(term => term.Subscripts.Zip(term.X.Shape)))
        {
            int known = sizes.GetValueOrDefault(subscript, 1);
            if (size != 1 && known != 1 && size != known)
                throw Errors.SubscriptSizes(equation, subscript < Hidden ? $"{subscript}" : Dots, known, size);
            sizes[subscript] = known == 1 ? size : known;
        }
    }

    private static Term Product(Term a, Term b, string needed)
    {
        // A size of 1 stands for any: then the other tensor alone has the subscript.
        string ones = string.Concat(a.Subscripts.Where(b.Subscripts.Contains).Where(c => a.Size(c) == 1));
        a = a.Without(ones);
        b = b.Without(string.Concat(a.Subscripts.Where(b.Subscripts.Contains).Where(c => b.Size(c) == 1)));
        (a, b) = (a.SumBut(needed + b.Subscripts), b.SumBut(needed + a.Subscripts));
        string shared = string.Concat(a.Subscripts.Where(b.Subscripts.Contains));
        string batch = string.Concat(shared.Where(needed.Contains)), summed = string.Concat(shared.Except(batch));
        string left = string.Concat(a.Subscripts.Except(shared)), right = string.Concat(b.Subscripts.Except(shared));
        string result = batch + left + right;
        if (summed.Length == 0)
            return new(a.Align(result) * b.Align(result), result);
        var x = a.Align(batch + left + summed).Reshape(a.Numel(batch), a.Numel(left), a.Numel(summed));
        var y = b.Align(batch + summed + right).Reshape(b.Numel(batch), b.Numel(summed), b.Numel(right));
        return new(x.MatMul(y).Reshape([.. a.Sizes(batch + left), .. b.Sizes(right)]), result);
    }

    /// <summary>A tensor with a subscript for each dimension.</summary>
    private sealed record Term(Tensor X, string Subscripts)
    {
        public int Size(char subscript) => X.Shape[Subscripts.IndexOf(subscript)];

        public int[] Sizes(string subscripts) => [.. subscripts.Select(Size)];

        public int Numel(string subscripts) => subscripts.Aggregate(1, (product, c) => product * Size(c));

        /// <summary>Without the dimensions of these subscripts, which have size 1.</summary>
        public Term Without(string subscripts)
        {
            string kept = string.Concat(Subscripts.Except(subscripts));
            return kept.Length == Subscripts.Length ? this : new(X.Reshape(Sizes(kept)), kept);
        }

        /// <summary>Sums over the dimensions of all other subscripts than these.</summary>
        public Term SumBut(string kept)
        {
            int[] summed = [.. Subscripts.Index().Where(s => !kept.Contains(s.Item)).Select(s => s.Index)];
            return summed.Length == 0 ? this : new(X.Sum(summed), string.Concat(Subscripts.Where(kept.Contains)));
        }

        /// <summary>The tensor with its dimensions in the order of these subscripts, and of size 1 for each that it has not.</summary>
        public Tensor Align(string subscripts)
        {
            int[] order = [.. subscripts.Where(Subscripts.Contains).Select(c => Subscripts.IndexOf(c))];
            var ordered = order.Index().All(o => o.Index == o.Item) ? X : X.Permute(order);
            return order.Length == subscripts.Length ? ordered : ordered.Reshape([.. subscripts.Select(c => Subscripts.Contains(c) ? Size(c) : 1)]);
        }
    }
}
