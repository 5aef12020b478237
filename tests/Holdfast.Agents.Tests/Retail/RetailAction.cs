using System.Text.Json;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>One tool call of a task.</summary>
internal sealed record RetailAction(string Name, JsonElement Arguments, bool Writes, bool SchemaOk);
