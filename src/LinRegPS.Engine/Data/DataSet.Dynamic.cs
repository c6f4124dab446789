using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace LinRegPS;

// Of rows in a file a dynamic language makes what it likes of a property that throws; of all others it has the property at once.
// What it takes for no list has itself at index 0 there, and nothing at any other.
public sealed partial class DataSet : IDynamicMetaObjectProvider
{
    private static readonly MethodInfo s_rowsAt = typeof(DataSet).GetMethod(nameof(RowsAt), BindingFlags.Static | BindingFlags.NonPublic)!;

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new Binding(parameter, this);

    // Several indices are several rows: there are no other dimensions.
    private static DataSet RowsAt(DataSet data, object?[] index)
    {
        object? row = WrapperAttribute.Unwrap(index.Length == 1 ? index[0] : index);
        if (row is null)
            throw Errors.IndexUnset();
        // Not by the numbers of all rows: a loop may go over them.
        if (row is int number)
            return data.Rows(number < 0 && number >= -data.Count ? number + data.Count : number);
        long[] numbers = [.. Enumerable.Range(0, data.Count)];
        return data.Rows(Array.ConvertAll(Tensor.FromInt64(numbers).At(row).ToInt64Array(), i => (int)i));
    }

    private sealed class Binding(Expression expression, DataSet data) : DynamicMetaObject(expression, BindingRestrictions.Empty, data)
    {
        public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) => new(
            Expression.Convert(
                Expression.Call(s_rowsAt, Expression.Convert(Expression, typeof(DataSet)), Expression.NewArrayInit(typeof(object), indexes.Select(index => Expression.Convert(index.Expression, typeof(object))))),
                binder.ReturnType),
            BindingRestrictions.GetTypeRestriction(Expression, typeof(DataSet)));

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
