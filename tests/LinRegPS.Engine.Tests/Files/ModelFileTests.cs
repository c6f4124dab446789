using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Models;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Models go to files and come from them, by PyTorch too.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("pt_linear.pt")]
    [InlineData("st_linear.safetensors")]
    public void PyTorchsLayerIsALayerHere(string file)
    {
        var model = Assert.IsType<Linear>(ModelFile.Load(FileFixture.Peer(file)));
        var expected = FileFixture.Expected[file];
        Expect.SameBits(expected["weight"].Values, model.Weight.ToArray());
        Expect.SameBits(expected["bias"].Values, model.Bias!.ToArray());
        Assert.True(model.Weight.RequiresGrad);
    }

    [Theory]
    [InlineData("pt_sequential.pth", null)]
    [InlineData("checkpoint.pt", "model_state_dict")]
    public void PyTorchsStateIsLoadedByName(string file, string? key)
    {
        var model = Net();
        model.LoadStateDict(ModelFile.ReadStateDict(FileFixture.Peer(file), key));
        Assert.All(model.NamedParameters(), p => Expect.SameBits(FileFixture.Expected[file][p.Name].Values, p.Value.ToArray()));
    }

    [Fact]
    public void AModelComesBackAsItWas()
    {
        foreach (var model in new Module[] { new Linear(3, 2), new Linear(3, 2, bias: false), new Dropout(0.25) })
        {
            ModelFile.Save(_files["a.safetensors"], model, overwrite: true);
            var read = ModelFile.Load(_files["a.safetensors"]);
            Assert.Equal(model.ToString(), read.ToString());
            Assert.All(model.NamedParameters().Zip(read.NamedParameters()), pair => Expect.SameBits(pair.First.Value.ToArray(), pair.Second.Value.ToArray()));
        }
    }

    // PyTorch itself reads it in TorchWriterTests.
    [Fact]
    public void PyTorchsFormatIsWrittenAndReadBack()
    {
        var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Linear(4, 1, bias: false));
        ModelFile.Save(_files["a.pth"], model, overwrite: false);
        var read = ModelFile.ReadStateDict(_files["a.pth"]);
        Assert.Equal(model.StateDict().Keys, read.Keys);
        Assert.All(model.StateDict(), item => Expect.SameBits(item.Value.ToArray(), read[item.Key].ToArray()));
        Assert.IsType<Linear>(ModelFile.Load(Saved(new Linear(3, 2))));
        Expect.Error<InvalidValueException>("FileExists", () => ModelFile.Save(_files["a.pth"], model, overwrite: false), "a.pth");

        string Saved(Module layer)
        {
            ModelFile.Save(_files["b.pt"], layer, overwrite: false);
            return _files["b.pt"];
        }
    }

    [Fact]
    public void LayersOfABareStateDictAreTold()
    {
        var state = new NamedTensors
        {
            ["0.weight"] = Tensor.Zeros(4, 1, 3, 3),
            ["0.bias"] = Tensor.Zeros(4),
            ["1.weight"] = Tensor.Zeros(10, 4),
            ["2.weight"] = Tensor.Zeros(4, 1, 3, 2),
        };
        TensorFile.Write(_files["bare.pt"], TensorFormat.PyTorch, state, overwrite: false);
        Expect.Error<InvalidValueException>(
            "NoArchitecture", () => ModelFile.Load(_files["bare.pt"]), "0.weight as of Conv2d 1 4 3, 1.weight as of Linear 4 10 without a bias or Embedding 10 4.");
    }

    [Theory]
    [InlineData("0.weight 4 2;0.bias 4;2.weight 1 4;2.bias 1", "Linear 2 4; ReLU; Linear 4 1")]
    [InlineData("10.weight 1 2;9.weight 2 3;9.bias 2;7.weight 3 3;6.weight 3 3;4.weight 3 3;2.weight 3 3;0.weight 3 3", "Linear 3 3 without bias; ReLU; Linear 3 3 without bias; ReLU; Linear 3 3 without bias; ReLU; Linear 3 3 without bias; Linear 3 3 without bias; ReLU; Linear 3 2; Linear 2 1 without bias")]
    [InlineData("0.weight 4 2;0.bias 4", null)]
    [InlineData("0.weight 4 2;3.weight 1 4", null)]
    [InlineData("1.weight 4 2;2.weight 1 4", null)]
    [InlineData("0.weight 4 2;2.weight 1 5", null)]
    [InlineData("0.weight 4 2;0.bias 3;2.weight 1 4", null)]
    [InlineData("0.weight 4 2;2.weight 1 4;2.running_mean 1", null)]
    [InlineData("0.weight 4 2;00.weight 4 4", null)]
    [InlineData("in.weight 4 2;out.weight 1 4", null)]
    [InlineData("0.weight 4 2 3;1.weight 1 4", null)]
    public void LinearLayersInARowAreKnownByTheirTensors(string tensors, string? layers)
    {
        var state = new NamedTensors();
        foreach (string[] words in tensors.Split(';').Select(tensor => tensor.Split(' ')))
            state.Add(words[0], Tensor.Zeros([.. words[1..].Select(int.Parse)]));
        Assert.Equal(layers, LinearStack.Describe(state));
    }

    [Fact]
    public void WhatOnlyAScriptCanMakeIsLoadedIntoAModelThatIsThere()
    {
        var (saved, model) = (Net(), Net());
        ModelFile.Save(_files["net.safetensors"], saved, overwrite: false);
        Expect.Error<InvalidValueException>("NoArchitecture", () => ModelFile.Load(_files["net.safetensors"]), "net.safetensors", "0.weight, 0.bias, 2.weight", "0.weight as of Linear ");
        model.LoadStateDict(ModelFile.ReadStateDict(_files["net.safetensors"]));
        Assert.All(saved.NamedParameters().Zip(model.NamedParameters()), pair => Expect.SameBits(pair.First.Value.ToArray(), pair.Second.Value.ToArray()));
    }

    [Theory]
    [InlineData("""{"class":"Linear","inFeatures":3,"outFeatures":2}""", "does not say bias")]
    [InlineData("""{"class":"Linear","inFeatures":"three","outFeatures":2,"bias":true}""", "inFeatures is three")]
    [InlineData("""{"class":"Process"}""", "layer Process")]
    [InlineData("""{"class":"Files.TensorFile"}""", "Files.TensorFile")]
    [InlineData("""{"class":"CustomModel"}""", "does not say layers")]
    [InlineData("""[1]""", "none of this project's")]
    [InlineData("""{""", "can't be read")]
    public void AnArchitectureThatIsNone(string architecture, string words)
    {
        var tensors = new NamedTensors(new Dictionary<string, string> { ["linregps.architecture"] = architecture }) { ["weight"] = Tensor.Zeros(2, 3) };
        TensorFile.Write(_files["a.safetensors"], TensorFormat.Safetensors, tensors, overwrite: false);
        Expect.Error<InvalidValueException>("BadFile", () => ModelFile.Load(_files["a.safetensors"]), "a.safetensors", words);
    }

    [Fact]
    public void WhatHoldsNoStateIsRefused()
    {
        Expect.Error<InvalidValueException>("WrongFormat", () => ModelFile.Load(FileFixture.Peer("npy_f4.npy")), "npy_f4.npy", "Npy");
        Expect.Error<InvalidValueException>("WrongFormat", () => ModelFile.Load(FileFixture.Peer("pt_tensor.pt")), "a tensor without a name");
        Expect.Error<InvalidValueException>("WrongFormat", () => ModelFile.Load(FileFixture.Peer("st_linear.safetensors"), "model"), "key");
        Expect.Error<InvalidValueException>("BadFile", () => ModelFile.Load(FileFixture.Peer("checkpoint.pt"), "model"), "no 'model'", "model_state_dict (a dictionary)");
        Expect.Error<InvalidValueException>("WrongFormat", () => ModelFile.Save(_files["a.npz"], new Linear(1, 1), overwrite: false), "a.npz", ".safetensors", ".pt");
    }

    // The names of PyTorch's Sequential of a layer, an activation and a layer.
    private static CustomModel Net() => new(
        [new("0", new Linear(2, 4)), new("2", new Linear(4, 1, bias: false))],
        (model, x) => model.Layers[1].Value.Forward(model.Layers[0].Value.Forward(x).Relu()));
}
