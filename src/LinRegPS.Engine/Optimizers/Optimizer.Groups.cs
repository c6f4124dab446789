using System.Collections;
using System.Reflection;

namespace LinRegPS;

// Settings that a group of parameters has of its own, as each of torch's param_groups has all.
public abstract partial class Optimizer
{
    /// <summary>The settings of these names, each with its value as the property takes it; nothing is changed.</summary>
    private Dictionary<PropertyInfo, object> Fitting(IDictionary settings)
    {
        var known = Settings().ToList();
        var fitting = new Dictionary<PropertyInfo, object>();
        foreach (var (key, given) in settings.Keys.Cast<object>().Select(key => ($"{key}", WrapperAttribute.Unwrap(settings[key]))))
        {
            var property = known.Find(p => p.Name.Equals(key, StringComparison.OrdinalIgnoreCase))
                ?? throw Errors.NoSuchSetting(GetType().Name, key, known.Select(p => p.Name));
            object? value = Fit(given, property.PropertyType);
            if (value?.GetType() != property.PropertyType)
                throw Errors.SettingKind(GetType().Name, property.Name, property.PropertyType, given);
            fitting[property] = value;
        }
        return fitting;
    }

    // Each is checked where it is set, and they together; then all is as before.
    private void TakeOwn(ParameterGroup group, IDictionary? settings)
    {
        group.Own = null;
        if (settings is null or { Count: 0 })
            return;
        var own = Fitting(settings);
        var before = own.Keys.ToDictionary(property => property, property => property.GetValue(this)!);
        try
        {
            Exchange(own);
            CheckSettings();
        }
        finally
        {
            Exchange(before);
        }
        group.Own = own;
    }

    /// <summary>Makes settings the method's, and gives those that they replace.</summary>
    private Dictionary<PropertyInfo, object> Exchange(Dictionary<PropertyInfo, object> settings)
    {
        var before = new Dictionary<PropertyInfo, object>(settings.Count);
        foreach (var (property, value) in settings)
        {
            before[property] = property.GetValue(this)!;
            property.SetValue(this, value, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        return before;
    }

    /// <summary>A group's own settings are the method's until the result is disposed.</summary>
    private Exchanged Of(ParameterGroup group) => new(this, group.Own is { Count: > 0 } own ? Exchange(own) : null);

    /// <summary>Gives a setting a value for all groups, also those with one of their own.</summary>
    internal void SetForAll(string name, double value)
    {
        var property = GetType().GetProperty(name)!;
        property.SetValue(this, value, BindingFlags.DoNotWrapExceptions, null, null, null);
        foreach (var group in _groups)
        {
            if (group.Own?.ContainsKey(property) == true)
                group.Own[property] = value;
        }
    }

    /// <summary>The span of a group's own settings.</summary>
    private readonly struct Exchanged(Optimizer optimizer, Dictionary<PropertyInfo, object>? before) : IDisposable
    {
        /// <summary>Makes the settings of before the method's.</summary>
        public void Dispose()
        {
            if (before is not null)
                optimizer.Exchange(before);
        }
    }
}
