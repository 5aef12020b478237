using System.Text.Json;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>One scalar of a tool's result: its key, the key of the object or list that holds it, and that object.</summary>
internal sealed record Fact(string Key, string Parent, JsonElement Value, JsonElement Owner, int Order);
