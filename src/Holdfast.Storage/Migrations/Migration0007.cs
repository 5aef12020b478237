namespace Holdfast.Storage.Migrations;

/// <summary>Trained classifiers.</summary>
internal static class Migration0007
{
    public static Migration Classifiers { get; } = new(7,
    [
        """
        CREATE TABLE classifiers (
            name {text} NOT NULL, version {int} NOT NULL, created_at {long} NOT NULL, production_at {long}, labels {int} NOT NULL, examples {int} NOT NULL,
            strangers {int} NOT NULL, accuracy {real} NOT NULL, false_rejections {real} NOT NULL, calibration_error {real} NOT NULL,
            stranger_recall {real}, hash {text} NOT NULL, content {blob} NOT NULL, PRIMARY KEY (name, version)){strict}
        """,
    ]);
}
