namespace LinRegPS;

/// <summary>
/// A tensor of a layer that training changes, frozen or not; torch's register_parameter. Its name is the property's with
/// small letters: <c>InProjWeight</c> is <c>in_proj_weight</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LayerParameterAttribute : Attribute;

/// <summary>
/// A tensor that a layer keeps and training does not change by a gradient; torch's register_buffer. Its name is the
/// property's with small letters: <c>RunningMean</c> is <c>running_mean</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LayerBufferAttribute : Attribute;
