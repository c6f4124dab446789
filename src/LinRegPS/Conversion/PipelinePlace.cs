using System.Collections.Concurrent;
using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Whether what comes down a pipeline finds a place. Where an argument without a name stands in it, $t | ConvertFrom-Tensor x, y for
/// instance, PowerShell would have an error for each object, and not say why.
/// </summary>
internal static class PipelinePlace
{
    private sealed record Place(string Name, ParameterAttribute Parameter, bool IsNumber)
    {
        public bool TakesInput => Parameter.ValueFromPipeline || Parameter.ValueFromPipelineByPropertyName;
    }

    // Of cmdlets that were called so.
    private static readonly ConcurrentDictionary<Type, Place[]> s_places = new();

    /// <summary>The error of a call whose arguments leave no place; null of any other.</summary>
    /// <param name="cmdlet">The cmdlet, before the first object came.</param>
    /// <param name="set">The name of its parameter set.</param>
    public static LinRegException? Taken(PSCmdlet cmdlet, string set)
    {
        var call = cmdlet.MyInvocation;
        if (!call.ExpectingInput || call.BoundParameters.Count == 0)
            return null;
        Place[] places = [.. s_places.GetOrAdd(cmdlet.GetType(), Places)
            .Where(place => place.Parameter.ParameterSetName == ParameterAttribute.AllParameterSets || place.Parameter.ParameterSetName == set)];
        Place[] taking = [.. places.Where(place => place.TakesInput)];
        if (taking.Length == 0)
            return s_places[cmdlet.GetType()].Any(place => place.TakesInput) ? (LinRegException)CallErrors.NothingFromPipeline(call.MyCommand.Name) : null;
        if (!Array.TrueForAll(taking, IsBound))
            return null;
        // What has no name has moved into the places before its own.
        var taken = taking.MinBy(place => place.Parameter.Position < 0 ? int.MaxValue : place.Parameter.Position)!;
        Place[] behind = [.. places.Where(place => place.Parameter.Position > taken.Parameter.Position && taken.Parameter.Position >= 0).OrderBy(place => place.Parameter.Position)];
        // A number is for one.
        if (Wrapping.Unwrap(call.BoundParameters[taken.Name]) is ValueType && Array.Exists(behind, place => place.IsNumber))
            behind = Array.FindAll(behind, place => place.IsNumber);
        int meant = Array.FindIndex(behind, place => !IsBound(place)) + 1;
        return (LinRegException)CallErrors.PlaceTaken(call.MyCommand.Name, taken.Name, call.BoundParameters[taken.Name], [.. behind.Take(meant).Select(place => place.Name)]);

        bool IsBound(Place place) => call.BoundParameters.ContainsKey(place.Name);
    }

    private static Place[] Places(Type cmdlet) =>
        [.. cmdlet.GetProperties().SelectMany(property => property.GetCustomAttributes(typeof(ParameterAttribute), true).Cast<ParameterAttribute>()
            .Select(parameter => new Place(property.Name, parameter, property.IsDefined(typeof(NumberAttribute), false))))];
}
