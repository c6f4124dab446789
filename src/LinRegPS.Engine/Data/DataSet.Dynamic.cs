using System.Dynamic;
using System.Linq.Expressions;

namespace LinRegPS;

// Of rows in a file a dynamic language makes what it likes of a property that throws; of all others it has the property at once.
public sealed partial class DataSet : IDynamicMetaObjectProvider
{
    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new Binding(parameter, this);

    private sealed class Binding(Expression expression, DataSet data) : DynamicMetaObject(expression, BindingRestrictions.Empty, data)
    {
        public override DynamicMetaObject BindGetMember(GetMemberBinder binder)
        {
            var its = base.BindGetMember(binder);
            if (Array.Find([nameof(Input), nameof(Target)], name => name.Equals(binder.Name, StringComparison.OrdinalIgnoreCase)) is not { } property)
                return its;
            var rows = Expression.Convert(Expression, typeof(DataSet));
            return new(
                Expression.Condition(Expression.Property(rows, nameof(IsInFile)), Expression.Convert(its.Expression, binder.ReturnType), Expression.Convert(Expression.Property(rows, property), binder.ReturnType)),
                its.Restrictions.Merge(BindingRestrictions.GetTypeRestriction(Expression, typeof(DataSet))));
        }
    }
}
