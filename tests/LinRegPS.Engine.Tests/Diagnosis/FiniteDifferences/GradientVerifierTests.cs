using LinRegPS.Diagnosis.FiniteDifferences;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.FiniteDifferences;

public sealed class GradientVerifierTests
{
    private static readonly Tensor s_x = Tensor.From([1, 2, 3, 4]), s_y = Tensor.From([2, 4, 6, 8]);

    [Fact]
    public void ARightGradientPassesAndSaysHowPrecisely()
    {
        var w = Tensor.Scalar(0).RequiresGrad_();
        var check = One(w, () => Loss.Mse(w * s_x, s_y));
        Assert.True(check.Passed, check.Finding);
        Assert.Empty(check.Remedy);
        Assert.InRange(check.Precision, 1e-7, 1e-4);
        Assert.InRange(check.MaxError, 0, check.Precision);
    }

    // Known derivatives, functions curved and steep: the numeric one is as near to them as the check claims.
    [Theory]
    [InlineData("square", 3.0)]
    [InlineData("square", 1e-4)]
    [InlineData("square", 1e6)]
    [InlineData("exp", 0.5)]
    [InlineData("exp", -20.0)]
    [InlineData("tanh", 0.1)]
    [InlineData("tanh", 4.0)]
    [InlineData("log", 0.01)]
    [InlineData("sqrt", 2.0)]
    [InlineData("far", 1.0)]
    public void ThePrecisionIsKept(string name, double at)
    {
        var w = Tensor.Scalar(at).RequiresGrad_();
        double x = w.Item();
        (Func<Tensor> function, double slope) = name switch
        {
            "square" => ((Func<Tensor>)(() => w.Square()), 2 * x),
            "exp" => (() => w.Exp(), Math.Exp(x)),
            "tanh" => (() => w.Tanh(), 1 - (Math.Tanh(x) * Math.Tanh(x))),
            "log" => (() => w.Log(), 1 / x),
            "sqrt" => (() => w.Sqrt(), 0.5 / Math.Sqrt(x)),
            // A small slope on a large value: float32 sees little of it, and the check must know.
            _ => (() => (0.001 * w) + 1000, 0.001),
        };
        var check = One(w, function);
        Assert.True(check.Passed, check.Finding);
        // A gradient that is wrong by 20 times the precision must not pass, and the true one must.
        Assert.True(One(w, function, Tensor.Scalar(slope)).Passed);
        Assert.False(One(w, function, Tensor.Scalar(slope + (20 * check.Precision))).Passed);
    }

    [Fact]
    public void NoRightGradientOfManyNetworksFails()
    {
        // Weights, data and shapes at random; 200 networks with some 20 parameters each, and their losses at any level.
        for (int seed = 0; seed < 200; seed++)
        {
            var generator = new Generator(seed);
            Linear hidden = new(3, 4, true, generator), output = new(4, 1, seed % 2 == 0, generator);
            Tensor x = Tensor.Normal(generator, 0, Math.Pow(10, (seed % 5) - 2), 6, 3), y = Tensor.Normal(generator, 0, 1, 6, 1);
            ModelParameter[] parameters = [.. hidden.NamedParameters(), .. output.NamedParameters()];
            var checks = new GradientVerifier(parameters, () => Loss.Mse(output.Forward(hidden.Forward(x).Tanh()), y)) { Seed = seed }.Check();
            Assert.All(checks, check => Assert.True(check.Passed, $"{seed}: {check.Finding} {check.Evidence}"));
        }
    }

    [Fact]
    public void OneWrongElementIsFound()
    {
        var w = Tensor.From([1, 2, 3, 4], 2, 2).RequiresGrad_();
        var check = One(w, () => w.Square().Sum(), Tensor.From([2, 4, 6.01f, 8], 2, 2));
        Assert.False(check.Passed);
        var difference = Assert.Single(check.Differences);
        Assert.Equal("[1,0]", difference.Index);
        Assert.Equal(6.01, difference.Autograd, 1e-6);
        Assert.Equal(6, difference.Numeric, 1e-4);
        Assert.Equal(0.01, check.MaxError, 1e-4);
        Assert.Contains("the given gradient and the function's own slope differ in 1 of 4 elements", check.Finding);
        Assert.Contains("[1,0]: 6.01 against 6", check.Evidence);
        Assert.NotEmpty(check.Remedy);
        // The random directions see it too.
        Assert.Contains(check.Directions, direction => !direction.Agrees);
    }

    [Fact]
    public void AConstantFactorIsNamed()
    {
        var w = Tensor.From([1, 2, 3]).RequiresGrad_();
        Assert.Contains("4 times the slope in every element", One(w, () => w.Square().Sum(), Tensor.From([8, 16, 24])).Finding);
        Assert.DoesNotContain("times the slope", One(w, () => w.Square().Sum(), Tensor.From([8, 16, 25])).Finding);
    }

    [Fact]
    public void DirectionsSeeWhatUncheckedElementsHide()
    {
        var w = Tensor.Ones(200).RequiresGrad_();
        float[] wrong = [.. Enumerable.Repeat(3f, 200)];
        var check = new GradientVerifier([new ModelParameter("w", w)], () => w.Square().Sum())
        {
            MaxElements = 5,
            Given = [Tensor.From(wrong)],
        }.Check()[0];
        Assert.Equal(5, check.Checked);
        Assert.False(check.Passed);
        Assert.Equal(3, check.Directions.Length);
    }

    [Fact]
    public void ACutGraphIsNamed()
    {
        var w = Tensor.Scalar(1).RequiresGrad_();
        var check = One(w, () => w.Detach().Square());
        Assert.False(check.Passed);
        Assert.Contains("no gradient arrives, but the value depends on it: the graph between them is cut", check.Finding);
        Assert.Contains("Detach()", check.Remedy);
    }

    [Fact]
    public void AGraphCutInPartHasPartOfTheSlope()
    {
        var w = Tensor.Scalar(3).RequiresGrad_();
        var check = One(w, () => w * w.Detach());
        Assert.False(check.Passed);
        Assert.Contains("0.5 times the slope", check.Finding);
    }

    [Fact]
    public void ATensorThatRequiresNoGradientIsTold()
    {
        var w = Tensor.Scalar(1);
        var check = One(w, () => w.Square());
        Assert.False(check.Passed);
        Assert.Contains("does not require one", check.Finding);
        Assert.Contains("-RequiresGrad", check.Remedy);
        // By hand there is no need for it.
        Assert.True(One(w, () => w.Square(), Tensor.Scalar(2)).Passed);
    }

    [Fact]
    public void WhatTheValueDoesNotDependOnPasses()
    {
        var w = Tensor.Scalar(1).RequiresGrad_();
        var check = One(w, () => s_x.Sum());
        Assert.True(check.Passed);
        Assert.Contains("does not depend on it", check.Finding);
    }

    [Fact]
    public void AKinkIsNamedAndPasses()
    {
        var w = Tensor.From([-1, 0, 2]).RequiresGrad_();
        var check = One(w, () => w.Relu().Sum());
        Assert.True(check.Passed, check.Finding);
        Assert.Equal("[1]", Assert.Single(check.Kinks).Index);
        Assert.Contains("1 element is at a kink (of Relu)", check.Finding);
        // But a value that is not between the slopes is wrong there too.
        Assert.False(One(w, () => w.Relu().Sum(), Tensor.From([0, -0.5f, 1])).Passed);
    }

    [Fact]
    public void ChanceIsNoFunction()
    {
        var generator = new Generator(0);
        var w = Tensor.Scalar(1).RequiresGrad_();
        var check = One(w, () => w * Tensor.Uniform(generator, 0, 1));
        Assert.False(check.Passed);
        Assert.Contains("not deterministic", check.Finding);
        Assert.Contains("gave", check.Evidence);
    }

    [Fact]
    public void AValueThatIsNotFiniteIsNotCompared()
    {
        var w = Tensor.Scalar(-1).RequiresGrad_();
        var check = One(w, () => w.Log());
        Assert.False(check.Passed);
        Assert.Contains("NaN", check.Finding);
    }

    [Fact]
    public void AModelsOutputIsCheckedToo()
    {
        var model = new Linear(2, 3, true, new Generator(0));
        var x = Tensor.From([1, 2, 3, 4], 2, 2);
        var checks = new GradientVerifier(model.NamedParameters(), () => model.Forward(x)).Check();
        Assert.Equal(["weight", "bias"], checks.Select(c => c.Name));
        Assert.All(checks, check => Assert.True(check.Passed, check.Finding));
    }

    // A norm, a quotient and a product of roots at 0, and gradients given.
    [Fact]
    public void AGradientThatIsNotFiniteDoesNotPass()
    {
        var w = Tensor.Zeros(3).RequiresGrad_();
        var check = One(w, () => w.Square().Sum().Sqrt());
        Assert.False(check.Passed);
        Assert.Contains("autograd's gradient is NaN in 3 of 3 elements, but the value is finite", check.Finding);
        Assert.NotEmpty(check.Remedy);
        var v = Tensor.Scalar(0).RequiresGrad_();
        Assert.False(One(v, () => v.Abs().Sqrt()).Passed);
        Assert.False(One(v, () => (v * v).Sqrt() * 2).Passed);
        foreach (float given in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var wrong = One(v, () => v.Abs(), Tensor.Scalar(given));
            Assert.False(wrong.Passed);
            Assert.Contains("the given gradient is", wrong.Finding);
        }
        // Any value between the slopes of a kink passes all the same.
        Assert.True(One(v, () => v.Abs(), Tensor.Scalar(0.5)).Passed);
    }

    [Fact]
    public void NoRightGradientAtAnExactOptimumFails()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var generator = new Generator(seed);
            int features = 1 + (seed % 4), rows = 1 + (seed / 4 % 5);
            var model = new Linear(features, 1, seed % 3 != 0, generator);
            Tensor x = Tensor.Uniform(generator, 0, 1, rows, features), y = model.Forward(x).Detach();
            var checks = new GradientVerifier(model.NamedParameters(), () => Loss.Mse(model.Forward(x), y)) { Seed = seed }.Check();
            Assert.All(checks, check => Assert.True(check.Passed, $"{seed}: {check.Finding} {check.Evidence}"));
            // And a wrong one is still seen.
            Tensor[] wrong = [.. model.Parameters().Select(p => Tensor.Full(1e-2f, p.Shape.ToArray()))];
            var refused = new GradientVerifier(model.NamedParameters(), () => Loss.Mse(model.Forward(x), y)) { Seed = seed, Given = wrong }.Check();
            Assert.All(refused, check => Assert.False(check.Passed, $"{seed}: {check.Finding} {check.Evidence}"));
        }
    }

    [Theory]
    [InlineData(30f)]
    [InlineData(1f)]
    [InlineData(-3f)]
    public void WhatFloat32CannotSeeIsNotSaidToAgree(float given)
    {
        var w = Tensor.Scalar(1).RequiresGrad_();
        var check = One(w, () => w + 1e8, Tensor.Scalar(given));
        Assert.False(check.Passed);
        Assert.Contains("float32 sees too little", check.Finding);
        Assert.Contains("Take off the value", check.Remedy);
    }

    [Fact]
    public void TheSeedDecidesTheDirections()
    {
        var w = Tensor.From([1, 2, 3]).RequiresGrad_();
        double[] Directions(int seed) =>
            [.. new GradientVerifier([new ModelParameter("w", w)], () => w.Square().Sum()) { Seed = seed }.Check()[0].Directions.Select(d => d.Autograd)];
        Assert.Equal(Directions(1), Directions(1));
        Assert.NotEqual(Directions(1), Directions(2));
    }

    private static LinRegPS.Diagnosis.FiniteDifferences.GradientCheck One(Tensor w, Func<Tensor> function, Tensor? given = null) =>
        Accepted.As("checks.txt", Assert.Single(new GradientVerifier([new ModelParameter("w", w)], function) { Given = given is null ? null : [given] }.Check()));
}
