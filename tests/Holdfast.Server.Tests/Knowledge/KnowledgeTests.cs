using Holdfast.Agents;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Server.MockModel;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests.Knowledge;

public sealed class KnowledgeTests
{
    private const string Returns = "# Returns\n\n## Europe\n\nShoes may be sent back within 30 days after delivery.\n\n## Overseas\n\nNothing is taken back from overseas.";

    [Fact]
    public async Task Changes_are_in_the_audit_log_and_reads_are_not()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "/v1/knowledge/handbook", """{"description":"the shop's rules"}""");
        await PutAsync(server, "rules/returns.md", Returns, "text/markdown");
        await PutAsync(server, "rules/returns.md", Returns, "text/markdown");
        await server.GetAsync("/v1/knowledge/handbook/documents/rules/returns.md");
        await server.PostAsync("/v1/knowledge/handbook/search", """{"query":"shoes"}""");
        (await server.SendAsync(HttpMethod.Delete, "/v1/knowledge/handbook/documents/none.md")).Status.ShouldBe(404);
        (await server.SendAsync(HttpMethod.Delete, "/v1/knowledge/handbook/documents/rules/returns.md")).Status.ShouldBe(204);
        (await server.SendAsync(HttpMethod.Delete, "/v1/knowledge/handbook")).Status.ShouldBe(204);

        (await server.GetAsync("/v1/audit")).Json.GetProperty("acts").EnumerateArray().Reverse()
            .Select(a => $"{a.GetProperty("act")} {a.GetProperty("subject")} {(a.TryGetProperty("details", out var details) ? details.GetString() : "")}".TrimEnd()).ShouldBe(
            [
                "knowledge.saved handbook", "document.put handbook/rules/returns.md", "document.put handbook/rules/returns.md as it was", "document.removed handbook/rules/returns.md",
                "knowledge.removed handbook",
            ]);
    }

    [Fact]
    public async Task Documents_go_in_are_found_with_their_place_and_go_again()
    {
        await using var server = await RunningServer.StartAsync();
        var made = await server.SendAsync(HttpMethod.Put, "/v1/knowledge/handbook", """{"description":"the shop's rules"}""");
        made.Status.ShouldBe(200, made.Text);
        made.Json.GetProperty("version").GetInt64().ShouldBe(0);

        var put = await PutAsync(server, "rules/returns.md?title=Sending%20back&tags=eu,shoes&metadata=audience:all,year:2026", Returns, "text/markdown");
        put.Status.ShouldBe(200, put.Text);
        put.Json.ShouldSatisfyAllConditions(
            d => d.GetProperty("path").GetString().ShouldBe("rules/returns.md"),
            d => d.GetProperty("title").GetString().ShouldBe("Sending back"),
            d => d.GetProperty("chunks").GetInt32().ShouldBe(2),
            d => d.GetProperty("changed").GetBoolean().ShouldBeTrue(),
            d => d.GetProperty("metadata").GetProperty("year").GetString().ShouldBe("2026"));
        (await PutAsync(server, "rules/returns.md?title=Sending%20back&tags=eu,shoes&metadata=audience:all,year:2026", Returns, "text/markdown")).Json.GetProperty("changed").GetBoolean().ShouldBeFalse();
        (await PutAsync(server, "page.html", "<h1>Hours</h1><p>We close at five.</p>", "text/html")).Status.ShouldBe(200);

        var found = await server.PostAsync("/v1/knowledge/handbook/search", """{"query":"How long may I send shoes back?","limit":1,"tags":["eu"],"metadata":{"year":"2026"},"path":"rules/"}""");
        found.Status.ShouldBe(200, found.Text);
        found.Json.GetProperty("version").GetInt64().ShouldBe(2);
        var hit = found.Json.GetProperty("hits").EnumerateArray().Single();
        hit.GetProperty("heading").GetString().ShouldBe("Returns › Europe");
        hit.GetProperty("coverage").GetDouble().ShouldBeGreaterThan(0.5);
        var document = (await server.GetAsync("/v1/knowledge/handbook/documents/rules/returns.md")).Json;
        document.GetProperty("text").GetString()![hit.GetProperty("start").GetInt32()..hit.GetProperty("end").GetInt32()].ShouldBe(hit.GetProperty("text").GetString());

        (await server.GetAsync("/v1/knowledge")).Json.GetProperty("knowledge")[0].GetProperty("documents").GetInt32().ShouldBe(2);
        (await server.GetAsync("/v1/knowledge/handbook/documents?after=page.html")).Json.GetProperty("documents").EnumerateArray().Single().GetProperty("path").GetString().ShouldBe("rules/returns.md");
        (await server.SendAsync(HttpMethod.Delete, "/v1/knowledge/handbook/documents/page.html")).Status.ShouldBe(204);
        (await server.SendAsync(HttpMethod.Delete, "/v1/knowledge/handbook/documents/page.html")).ShouldRefuse(404, "unknown-document");
        (await server.SendAsync(HttpMethod.Delete, "/v1/knowledge/handbook")).Status.ShouldBe(204);
        (await server.GetAsync("/v1/knowledge/handbook")).ShouldRefuse(404, "unknown-knowledge-base");
    }

    [Fact]
    public async Task What_is_wrong_is_refused_with_the_reason()
    {
        await using var server = await RunningServer.StartAsync(options => options.MaxDocumentBytes = 4_096);
        await server.SendAsync(HttpMethod.Put, "/v1/knowledge/handbook");

        (await server.SendAsync(HttpMethod.Put, "/v1/knowledge/Hand%20book")).ShouldRefuse(400, "invalid-knowledge");
        (await PutAsync(server, "a.zip", "x", "application/zip")).ShouldRefuse(415, "unsupported-document").ShouldContain("text/markdown");
        (await PutAsync(server, "a.txt", "   ", "text/plain")).ShouldRefuse(422, "unreadable-document");
        (await PutAsync(server, "a.pdf", "no pdf", "application/pdf")).ShouldRefuse(422, "unreadable-document");
        (await PutAsync(server, "a.txt", new string('x', 5_000), "text/plain")).ShouldRefuse(413, "body-too-large");
        (await PutAsync(server, "a.txt?tags=Not%20One", "x", "text/plain")).ShouldRefuse(400, "invalid-knowledge");
        (await PutAsync(server, "a.txt?metadata=novalue", "x", "text/plain")).ShouldRefuse(400, "invalid-query", "metadata");
        (await PutAsync(server, "a.txt?color=red", "x", "text/plain")).ShouldRefuse(400, "invalid-query", "color");
        (await server.PostAsync("/v1/knowledge/handbook/search", "{}")).ShouldRefuse(400, "invalid-body");
        (await server.PostAsync("/v1/knowledge/handbook/search", """{"query":" "}""")).ShouldRefuse(400, "invalid-knowledge");
        (await server.PostAsync("/v1/knowledge/handbook/search", """{"query":"x","limit":0}""")).ShouldRefuse(400, "invalid-knowledge");
    }

    [Fact]
    public async Task An_embedding_model_of_the_configuration_finds_by_meaning_too_and_embeds_each_text_once()
    {
        await using var mock = await MockModelServer.StartAsync(new MockModelOptions { ApiKey = "mock-key" }, RunningServer.Token);
        await using var server = await RunningServer.StartAsync(options =>
        {
            options.Providers = [new ProviderOptions { Name = "local", BaseUrl = new Uri(mock.BaseUrl, "v1"), ApiKey = "mock-key" }];
            options.Embeddings = "local/embedder";
            options.Tiers = new Dictionary<Tier, IReadOnlyList<string>> { [Tier.Standard] = ["local/mock"] };
        });
        await server.SendAsync(HttpMethod.Put, "/v1/knowledge/handbook");

        (await PutAsync(server, "returns.md", Returns, "text/markdown")).Json.GetProperty("embedded").GetBoolean().ShouldBeTrue();
        var hits = (await server.PostAsync("/v1/knowledge/handbook/search", """{"query":"taken back from overseas"}""")).Json.GetProperty("hits");

        hits[0].GetProperty("heading").GetString().ShouldBe("Returns › Overseas");
        hits[0].GetProperty("similarity").GetDouble().ShouldBeGreaterThan(hits[1].GetProperty("similarity").GetDouble());
    }

    [Fact]
    public async Task Without_a_language_model_an_agent_answers_from_the_documents_and_cites_them()
    {
        await using var server = await RunningServer.StartAsync(null, RunningServer.Offline, null, builder => builder.Services.AddAgent(services => Agent.Define("shop").Describe("answers questions about the shop")
            .Knows(services.GetRequiredService<KnowledgeBases>(), "handbook", "the shop's rules on returns, shipping and warranty").Build()), []);
        await server.SendAsync(HttpMethod.Put, "/v1/knowledge/handbook");
        await PutAsync(server, "returns.md", Returns, "text/markdown");

        var answer = (await server.SayAsync(await server.OpenAsync("shop"), "How long after delivery may I send shoes back?")).GetProperty("answer").GetString()!;

        answer.ShouldContain("within 30 days after delivery");
        answer.ShouldContain("[1]");
        answer.ShouldContain("[1] Returns › Europe (returns.md)");
        (await server.SayAsync(await server.OpenAsync("shop"), "What is the weather in Lisbon?")).GetProperty("answer").GetString()!.ShouldContain("Nothing in the documents fits this.");
    }

    private static Task<Reply> PutAsync(RunningServer server, string document, string text, string type) =>
        server.SendAsync(HttpMethod.Put, "/v1/knowledge/handbook/documents/" + document, text, ("Content-Type", type));
}
