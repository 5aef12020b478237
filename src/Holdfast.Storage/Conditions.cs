using Holdfast.Journal;

namespace Holdfast.Storage;

/// <summary>Collects the conditions of a WHERE clause with their arguments. Values never become part of the statement's text.</summary>
internal sealed class Conditions
{
    private readonly List<string> conditions = [];

    public List<object?> Arguments { get; } = [];

    /// <summary>Adds a condition with <c>{0}</c> for the value, unless the value is null.</summary>
    public void Add(object? value, string condition)
    {
        if (value is not null)
        {
            conditions.Add(string.Format(condition, Argument(value)));
        }
    }

    /// <summary>Adds a condition that has its arguments already.</summary>
    public void Add(string condition) => conditions.Add(condition);

    /// <summary>Adds an argument and returns its place holder.</summary>
    public string Argument(object value)
    {
        Arguments.Add(value is DateTimeOffset at ? HashChain.ToMicroseconds(at) : value);
        return $"${Arguments.Count}";
    }

    public override string ToString() => conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
}
