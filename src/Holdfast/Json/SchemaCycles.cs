namespace Holdfast.Json;

/// <summary>Refuses schemas that apply themselves to the same value again and again, such as <c>{"$ref": "#"}</c>.</summary>
internal static class SchemaCycles
{
    /// <summary>Looks for cycles among the schemas that apply each other to the same value.</summary>
    /// <exception cref="HoldfastException"><c>invalid-schema</c>: a schema leads back to itself without going into the value.</exception>
    public static void Refuse(IEnumerable<SchemaNode> nodes)
    {
        var open = new HashSet<SchemaNode>();
        var done = new HashSet<SchemaNode>();
        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        foreach (var start in nodes)
        {
            Visit(start);
            while (path.TryPeek(out var top))
            {
                if (top.Next.MoveNext())
                {
                    Visit(top.Next.Current);
                    continue;
                }

                top.Next.Dispose();
                open.Remove(top.Node);
                done.Add(top.Node);
                path.Pop();
            }
        }

        void Visit(SchemaNode node)
        {
            if (done.Contains(node))
                return;
            if (!open.Add(node))
                throw InvalidSchema.At(node.Position.Location, "it refers back to itself without going into the value, so no value could ever be checked; let the cycle pass through properties or items");
            path.Push((node, node.InPlace.GetEnumerator()));
        }
    }
}
