from curation.models.job_aid import JobAidIndexPage
from curation.models.place import Place

__all__ = ["JobAidIndexPage", "Place"]
