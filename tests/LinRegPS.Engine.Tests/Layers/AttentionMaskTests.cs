namespace LinRegPS.Engine.Tests.Layers;

/// <summary>Masks of attention: bool ones mean what they mean in PyTorch, for layers what is hidden, for the function what is seen.</summary>
public sealed class AttentionMaskTests
{
    private static readonly Tensor s_hidden = Tensor.FromBool([false, true, false, false, false, true, false, false, false], 3, 3);
    private static readonly Tensor s_padding = Tensor.FromBool([false, false, true, false, false, false], 2, 3);

    private static Tensor X => Tensor.From([.. Enumerable.Range(0, 24).Select(i => ((i * 7 % 11) - 5) / 4f)], 3, 2, 4);

    // By PyTorch 1.13: torch.manual_seed(3); nn.MultiheadAttention(4, 2)(x, x, x, key_padding_mask=padding, attn_mask=hidden).
    [Fact]
    public void BoolMasksHideWhatPyTorchHides()
    {
        var (output, weights) = new MultiheadAttention(4, 2, generator: new Generator(3)).Attend(X, X, X, s_hidden, s_padding);
        AssertNear([
                0.0399814f, -0.2658097f, 0.01772893f, 0.1559905f, 0.3693652f, 0.2558537f, -0.2620453f, 0.08463328f,
                -0.389263f, -0.2191207f, 0.2927664f, -0.04586041f, 0.04937959f, -0.02347473f, 0.00600854f, 0.1618294f,
                -0.3378917f, -0.2366862f, 0.2645143f, -0.0188437f, 0.2210378f, 0.1188438f, -0.1594924f, 0.07364506f,
            ], output);
        AssertNear([
                1, 0, 0, 0.4718532f, 0.5281467f, 0, 0.52861f, 0.47139f,
                0, 0.4720381f, 0, 0.5279619f, 0.5215715f, 0.4784285f, 0, 0.3285038f,
                0.3522866f, 0.3192095f,
            ], weights);
    }

    [Fact]
    public void ABoolMaskIsTheOneThatIsAdded()
    {
        var hidden = Tensor.Zeros(3, 3).MaskedFill(s_hidden, double.NegativeInfinity);
        var q = Tensor.From([1, -2, 0.5f, 3, 0, 1], 3, 2);
        Assert.Equal(
            q.ScaledDotProductAttention(q, q, hidden).ToArray(), q.ScaledDotProductAttention(q, q, s_hidden.LogicalNot()).ToArray());
        var layer = new TransformerEncoderLayer(4, 2, 6, dropout: 0, generator: new Generator(1));
        Assert.Equal(layer.Forward(X, hidden).ToArray(), layer.Forward(X, s_hidden).ToArray());
        Assert.NotEqual(layer.Forward(X).ToArray(), layer.Forward(X, s_hidden).ToArray());
    }

    private static void AssertNear(float[] expected, Tensor actual)
    {
        Assert.Equal(expected.Length, actual.Numel);
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }
}
