from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = "Curation"

    def ready(self) -> None:
        from communities.home import register_home_section, register_tasks
        from communities.notes import register_notes
        from curation import home, permissions, receivers, starting  # noqa: F401 - receivers connect
        from curation.candidates import receivers as candidate_receivers  # noqa: F401
        from curation.confirming import receivers as confirming_receivers  # noqa: F401
        from curation.confirming.home import to_confirm
        from curation.evidence import reads  # noqa: F401 - receivers connect
        from curation.evidence import receivers as evidence_receivers  # noqa: F401
        from curation.likeness import receivers as likeness_receivers  # noqa: F401
        from curation.notes import surroundings_of
        from curation.upkeep import receivers as upkeep_receivers  # noqa: F401

        permissions.register()
        starting.register()
        register_notes(surroundings_of)
        register_home_section(home.job_aids)
        register_tasks(home.reviews_waiting)
        register_tasks(home.sources_changed)
        register_tasks(to_confirm)
        register_tasks(home.verifications_due)
