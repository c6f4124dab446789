using System.Collections;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Plots.Graphs;

namespace LinRegPS.Commands;

/// <summary>Writes what was recorded of a tensor to a file as a graph, for Mermaid or for Graphviz.</summary>
/// <remarks>
/// The extension tells the language: mmd for Mermaid, md for a page with Mermaid in it, which GitHub and many editors draw, and dot or gv for Graphviz. Nodes are operations and leaves, with their shapes; arrows go from the data to the tensor.
///
/// A backward pass lets go of the graph: write it before, or keep it with -RetainGraph. An existing file is kept unless -Force is given.
/// </remarks>
/// <example>
///   <summary>For a page of documentation</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-graph.md'
///   $model = New-LinearModel 1 1
///   $loss = Measure-MseLoss (Invoke-Model $model (New-Tensor 1,2,3 -Shape 3,1)) (New-Tensor 2,4,6 -Shape 3,1)
///   Export-ComputationGraph $file $loss -Model $model -Force
///   Get-Content $file
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>For Graphviz: dot -Tsvg draws it</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-graph.dot'
///   $w = New-Tensor 3 -RequiresGrad
///   ($w * 2).Exp() | Export-ComputationGraph $file -Name @{ w = $w } -Force
///   Get-Content $file
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="ShowComputationGraphCommand"/>
[Cmdlet(VerbsData.Export, "ComputationGraph", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportComputationGraphCommand : PictureCmdlet
{
    /// <summary>The tensor, a loss for instance.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>The model whose names the leaves have.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Model { get; set; }

    /// <summary>Names for leaves: @{ w = $w; b = $b }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string path = FullPath, extension = Extension(path, ".mmd", ".md", ".dot", ".gv");
        var names = LeafNames.Of(Model is null ? null : ToModel(Model), Name);
        var graph = new ComputationGraph(ToTensor(InputObject, nameof(InputObject)), names);
        Save(path, () => extension switch
        {
            ".mmd" => GraphText.Mermaid(graph),
            ".md" => $"```mermaid\n{GraphText.Mermaid(graph)}```\n",
            _ => GraphText.Dot(graph),
        });
    }
}
