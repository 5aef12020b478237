using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Providers;

namespace Holdfast.Server.Tests;

/// <summary>Whatever is sent to whichever route, with a key or without: never a failure of the server's own, and never a secret in the answer.</summary>
public sealed class RandomRouteTests : IAsyncLifetime
{
    private const string Key = "the-admin-key-0123456789";
    private const string ProviderKey = "the-provider-key-0123456789";

    private static readonly string[] Pieces =
    [
        "", " ", "%", "%00", "%2f..%2f", "..", "'", "\"", "<script>", "\u0000", "\u001b[31m", "\uffff", "é", "😀", "{", "}", "[", "null", "-1", "99999999999999999999", "1e400", "0x10", "SESSION",
        "RUN", "KEY", "default", "ann", "echo", "\\u0000", "\\ud800", "a,b;q=2", "*/*", "text/event-stream", "application/json", "2026-01-01", "9999-12-31T23:59:59.9999999+14:00", "0001-01-01", "' OR 1=1 --", new('x', 300), new('ü', 500),
    ];

    private static readonly string[] Members =
    [
        "user", "metadata", "text", "cancel_running", "rating", "score", "comment", "by", "model", "messages", "stream", "name", "scopes", "expires_at", "old_expires_at", "role", "content", "decision", "arguments", "reason",
    ];

    private static readonly string[] Names =
    [
        "Authorization", "Accept", "Content-Type", "Last-Event-ID", "Idempotency-Key", "x-holdfast-session", "Origin", "traceparent", "Expect", "Accept-Encoding", "X-Forwarded-For", "Cookie", "Range", "If-Match",
    ];

    private static readonly string[] Parameters = ["wait", "after", "limit", "cursor", "before", "from", "to", "by", "user", "session", "text", "tool", "reason", "status", "min_cost", "nonsense"];

    private RunningServer server = null!;
    private string session = "";
    private string run = "";
    private string keyId = "";
    private string keySecret = "";

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(
            options =>
            {
                options.RateLimits = new() { Session = 0, User = 0, Tenant = 0 };
                options.ApiKeys = [new() { Name = "admin", Key = Key, Scopes = ["admin"] }];
                options.Providers = [new ProviderOptions { Name = "lab", Kind = ProviderKind.OpenAI, ApiKey = ProviderKey }];
                options.Tiers = new Dictionary<Tier, IReadOnlyList<string>> { [Tier.Standard] = ["lab/m"] };
            },
            RunningServer.Offline);
        (string, string) key = ("Authorization", "Bearer " + Key);
        session = (await server.PostAsync("/v1/agents/echo/sessions", """{"user":"ann"}""", key)).Json.GetProperty("id").GetString()!;
        run = (await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Hi"}""", key)).Json.GetProperty("run").GetString()!;
        var made = (await server.PostAsync("/v1/keys", """{"name":"second"}""", key)).Json;
        keyId = made.GetProperty("id").GetString()!;
        keySecret = made.GetProperty("key").GetString()!;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task No_request_to_any_route_makes_the_server_fail_or_tell_a_secret()
    {
        var routes = ServerRoutes.All(server).ToArray();
        var statuses = new Dictionary<int, int>();
        var request =
            from route in Gen.Elements(routes)
            from place in Gen.Frequency((6, Gen.Constant<string?>(null)), (1, Text().Select(text => (string?)text)))
            from query in Gen.ListOf(Gen.Zip(Gen.Elements(Parameters), Text()))
            from headers in Gen.ListOf(Gen.Zip(Gen.Elements(Names), Text()))
            from hasKey in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from body in Gen.Frequency((1, Gen.Constant<string?>(null)), (4, Body().Select(text => (string?)text)))
            select (route, place, query.Take(2).ToList(), headers.Take(3).ToList(), hasKey, body);
        foreach (var (route, place, query, headers, hasKey, body) in request.Sample(1_500))
        {
            var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
            var path = pattern.Replace("{agent}", place ?? "echo").Replace("{user}", place ?? "nobody").Replace("{documentName}", place ?? "v1")
                .Replace("{id}", place ?? (pattern.Contains("sessions") ? "SESSION" : pattern.Contains("runs") ? "RUN" : pattern.Contains("keys") ? "KEY" : "echo"));
            var sent = headers.Select(header => (header.Item1, Value(header.Item2))).ToList();
            if (hasKey)
            {
                sent.RemoveAll(header => header.Item1 == "Authorization");
                sent.Add(("Authorization", Encoding.ASCII.GetBytes("Bearer " + Key)));
            }

            if (body is not null && sent.All(header => header.Item1 != "Content-Type"))
            {
                sent.Add(("Content-Type", "application/json"u8.ToArray()));
            }

            var target = Target(path + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(pair => $"{pair.Item1}={pair.Item2}"))));
            var (status, text) = await RawRequest.SendAsync(server.Http.BaseAddress!, method, target, sent, body is null ? null : Encoding.UTF8.GetBytes(Filled(body)));

            var shown = $"{route} {Encoding.Latin1.GetString(target)} {string.Join(' ', sent.Select(header => header.Item1 + "=" + Encoding.Latin1.GetString(header.Item2)))} {body} -> {text}";
            status.ShouldBeInRange(200, 499, shown);
            text.ShouldNotContain(Key, customMessage: shown);
            text.ShouldNotContain(ProviderKey, customMessage: shown);
            text.ShouldNotContain(keySecret, customMessage: shown);
            text.ShouldNotContain("   at Holdfast.", customMessage: shown);
            text.ShouldNotContain(server.Folder, customMessage: shown);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        // The requests really reached the routes, and were not all refused at the door.
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")));
        statuses.Keys.ShouldContain(200);
        statuses.Keys.ShouldContain(201);
        statuses.Keys.ShouldContain(400);
        statuses.Keys.ShouldContain(401);
        statuses.Keys.ShouldContain(404);
        (await server.GetAsync("/readyz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Sizes_beyond_measure_are_refused()
    {
        (string Name, byte[] Value) key = ("Authorization", Encoding.ASCII.GetBytes("Bearer " + Key));
        var uri = server.Http.BaseAddress!;
        foreach (var route in ServerRoutes.All(server).Where(route => route.StartsWith("POST", StringComparison.Ordinal)))
        {
            var path = route.Split(' ')[1].Replace("{agent}", "echo").Replace("{user}", "nobody").Replace("{id}", route.Contains("sessions") ? session : route.Contains("runs") ? run : keyId);
            var body = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 2_000_000)}}"}""");
            var (status, text) = await RawRequest.SendAsync(uri, "POST", Encoding.ASCII.GetBytes(path), [key, ("Content-Type", "application/json"u8.ToArray())], body);
            status.ShouldBeOneOf([0, 200, 202, 404, 413], $"{route} {text}");
        }

        (await RawRequest.SendAsync(uri, "GET", Encoding.ASCII.GetBytes("/v1/runs/" + new string('a', 20_000)), [key], null)).Status.ShouldBe(414);
        (await RawRequest.SendAsync(uri, "GET", "/v1/agents"u8.ToArray(), [key, ("Cookie", new byte[60_000].Select(_ => (byte)'a').ToArray())], null)).Status.ShouldBe(431);
        (await RawRequest.SendAsync(uri, "GET", "/v1/agents"u8.ToArray(), [key, .. Enumerable.Range(0, 300).Select(i => ($"X-{i}", "a"u8.ToArray()))], null)).Status.ShouldBe(431);
        (await server.GetAsync("/readyz")).Status.ShouldBe(200);
    }

    private static Gen<string> Text() => Gen.Frequency((4, Gen.Elements(Pieces)), (1, Gen.Zip(Gen.Elements(Pieces), Gen.Elements(Pieces)).Select(pair => pair.Item1 + pair.Item2)));

    /// <summary>Objects whose members are known or not, with values of any kind, sometimes broken.</summary>
    private static Gen<string> Body()
    {
        var value = Gen.Frequency(
            (4, Text().Select(text => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")),
            (1, Gen.Elements("null", "true", "1", "-1", "5", "1e400", "[]", "{}", "[null]", "{\"a\":[{}]}", "[\"invoke\"]", "[{\"role\":\"user\",\"content\":\"hi\"}]", "\"2030-01-01T00:00:00Z\"")));
        var member = from name in Gen.Elements(Members) from content in value select $"\"{name}\":{content}";
        var whole = Gen.ListOf(member).Select(members => "{" + string.Join(',', members.Take(4)) + "}");
        var likely = Gen.Elements(
            """{"text":"hello"}""", """{"name":"n"}""", """{"user":"ann"}""", """{"rating":1}""", """{"model":"echo","messages":[{"role":"user","content":"hi"}]}""", "{}",
            """{"name":"n","scopes":["invoke"],"expires_at":"2100-01-01T00:00:00Z"}""");
        return Gen.Frequency((3, whole), (6, likely), (1, from text in whole from cut in Gen.Choose(0, 60) select text[..Math.Min(cut, text.Length)]), (1, Text()));
    }

    private string Filled(string text) => text.Replace("SESSION", session, StringComparison.Ordinal).Replace("RUN", run, StringComparison.Ordinal).Replace("KEY", keyId, StringComparison.Ordinal);

    /// <summary>A target as wild as can still be told from its end: raw bytes, but no space and no line end.</summary>
    private byte[] Target(string text) => [.. Encoding.UTF8.GetBytes(Filled(text)).Where(b => b is not ((byte)' ' or (byte)'\r' or (byte)'\n'))];

    private byte[] Value(string text) => [.. Encoding.UTF8.GetBytes(Filled(text)).Where(b => b is not ((byte)'\r' or (byte)'\n'))];
}
