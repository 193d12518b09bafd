from education.models.practices import Factor, Lesson, Practice

__all__ = ["Factor", "Lesson", "Practice"]
