namespace LinRegPS.Files;

/// <summary>The formats of files that hold tensors.</summary>
public enum TensorFormat
{
    /// <summary>NumPy's array: one tensor.</summary>
    Npy,

    /// <summary>NumPy's archive: arrays by name.</summary>
    Npz,

    /// <summary>Hugging Face's: tensors by name.</summary>
    Safetensors,

    /// <summary>Nested arrays of numbers, or an object of such by name.</summary>
    Json,

    /// <summary>A table of text, fields divided by commas or what is found.</summary>
    Csv,

    /// <summary>A table of text, fields divided by tabulators.</summary>
    Tsv,

    /// <summary>What PyTorch's torch.save writes of tensors and dictionaries; a state_dict is written.</summary>
    PyTorch,
}
