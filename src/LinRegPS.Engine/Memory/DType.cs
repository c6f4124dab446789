namespace LinRegPS;

/// <summary>What the elements of a tensor are; torch.dtype. Arithmetic is done in float32, whatever its operands are.</summary>
public enum DType
{
    /// <summary>A number of single precision; the only one that has gradients.</summary>
    Float32,

    /// <summary>A whole number of 64 bits: an index, a class, a count.</summary>
    Int64,

    /// <summary>True or false: a mask, what a comparison gives.</summary>
    Bool,
}
