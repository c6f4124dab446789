namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional.gaussian_nll_loss of mean x, target y and variance z: half of log z + (x - y)² / z, and a constant. The variance is held
/// above eps; its gradient goes through as if it were not.
/// </summary>
internal readonly struct GaussianNllLoss(double eps, double constant) : ITernaryOperator
{
    public double Forward(double x, double y, double z) => (0.5 * (Math.Log(Held(z)) + ((x - y) * (x - y) / Held(z)))) + constant;

    public Tensor Forward(Tensor x, Tensor y, Tensor z) => (0.5 * (Held(z).Log() + ((x - y).Square() / Held(z)))) + constant;

    public double Backward(int input, double gradient, double x, double y, double z) => input switch
    {
        0 => gradient * ((x - y) / Held(z)),
        1 => gradient * ((y - x) / Held(z)),
        _ => 0.5 * gradient * ((1 / Held(z)) - ((x - y) * (x - y) / (Held(z) * Held(z)))),
    };

    public Tensor Backward(int input, Tensor gradient, Tensor x, Tensor y, Tensor z) => input switch
    {
        0 => gradient * ((x - y) / Held(z)),
        1 => gradient * ((y - x) / Held(z)),
        _ => 0.5 * gradient * ((1 - ((x - y).Square() / Held(z))) / Held(z)),
    };

    // NaN stays.
    private double Held(double z) => z < eps ? eps : z;

    private Tensor Held(Tensor z) => z + Binary<Gate>.Apply(eps - z.Detach(), z.Lt(eps).Float());
}
